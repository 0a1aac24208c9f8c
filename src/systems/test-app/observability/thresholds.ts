import * as z from "zod";
import { part, reason, wholeNumber } from "../../configuration/fields";

/** From where on somebody is called, and why from there. The alarm's description says it, too. */
const threshold = (from: number, to: number, unit: string, why: string) =>
  z.strictObject(
    { threshold: wholeNumber(from, to, unit, why), because: reason },
    {
      error: ({ code }) =>
        code === "invalid_type"
          ? "it must be { threshold, because: the reason in words }"
          : undefined,
    },
  );

const percent = (of: string) => threshold(1, 99, "percent", of);

/** The thresholds of the alarms that aren't the same everywhere. */
export const alarms = part({
  /** Answers 5xx of the instances in 5 minutes. */
  targetErrors: threshold(1, 1_000_000, "answers", "answers with an error in 5 minutes"),
  /** Answers 5xx of the load balancer itself in 5 minutes. */
  loadBalancerErrors: threshold(1, 1_000_000, "answers", "answers with an error in 5 minutes"),
  /** Requests that the web ACL blocked in 5 minutes. */
  blockedRequests: threshold(1, 100_000_000, "requests", "requests that are blocked in 5 minutes"),
  /** What the slowest in a hundred requests takes at the least. */
  latencySeconds: threshold(1, 60, "seconds", "how long the slowest hundredth of requests takes"),
  /** Of the fleet, on average. */
  cpuPercent: percent("the fleet's average CPU, above the scaling policy's target"),
  databaseCpuPercent: percent("the database's CPU"),
  databaseFreeStorageGibibytes: threshold(1, 65_536, "gibibytes", "free storage of the database"),
  databaseConnections: threshold(1, 16_000, "connections", "of those that the class allows"),
});
