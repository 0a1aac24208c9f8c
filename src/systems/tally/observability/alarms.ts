import type { AlarmDefinition, AlarmsProps } from "../../../constructs/monitoring/alarms";
import { driftAlarms } from "../../configuration/drift-alarms";
import { type ServiceName, serviceNames } from "../images";
import type { Names } from "../names";
import type { Metrics } from "./metrics";

const bytesPerGibibyte = 2 ** 30;

/** In five minutes; nobody sends anything where there is none. */
const answers = {
  comparison: "at least",
  threshold: 10,
  periodSeconds: 300,
  periods: 1,
  periodsToAlarm: 1,
  missingData: "notBreaching",
  section: "Requests fail",
} as const;

/** A database that runs sends it each minute. */
const ofDatabase = {
  periodSeconds: 300,
  periods: 3,
  periodsToAlarm: 3,
  missingData: "breaching",
  section: "The database",
} as const;

/** An environment's alarms, in the order of an investigation. */
export function alarmsOf(metrics: Metrics) {
  const errors = (service: ServiceName): AlarmDefinition => ({
    metric: metrics.errors(service),
    ...answers,
    says: `${service} answers with 5xx. From there on, because the services answer no request with it while they reach their database`,
  });
  const tooFew = (service: ServiceName): AlarmDefinition => ({
    metric: metrics.healthy(service),
    comparison: "below",
    threshold: 1,
    periodSeconds: 60,
    periods: 3,
    periodsToAlarm: 3,
    missingData: "breaching", // a target group without targets says nothing
    says: `Nothing of ${service} is healthy, for 3 minutes`,
    section: "Requests fail",
  });
  return {
    "adder-errors": errors("adder"),
    "display-errors": errors("display"),
    "reset-errors": errors("reset"),
    "adder-none-healthy": tooFew("adder"),
    "display-none-healthy": tooFew("display"),
    "reset-none-healthy": tooFew("reset"),
    "load-balancer-errors": {
      metric: metrics.loadBalancerErrors,
      ...answers,
      says: "The load balancer itself answers with 5xx: it reached no service, or none in time",
    },
    "database-cpu": {
      metric: metrics.databaseCpu,
      ...ofDatabase,
      comparison: "at least",
      threshold: 80,
      says: "The database's CPU is high, or it is silent. From there on, because queries begin to wait for each other",
    },
    "database-storage": {
      metric: metrics.databaseFreeStorage,
      ...ofDatabase,
      comparison: "at most",
      threshold: bytesPerGibibyte,
      says: "The database's storage runs out. From there on, because storage grows by itself below a tenth, which is 2 GiB",
    },
    ...driftAlarms(metrics, "The drift check"),
  } as const satisfies Record<string, AlarmDefinition>;
}

export type Alarm = keyof ReturnType<typeof alarmsOf>;

/** The alarm that a bake reads: users are affected. */
export function healthAlarmOf({ healthAlarm }: Names): AlarmsProps<Alarm>["composite"] {
  return {
    name: healthAlarm,
    anyOf: [
      ...serviceNames.map((name) => `${name}-errors` as const),
      ...serviceNames.map((name) => `${name}-none-healthy` as const),
      "load-balancer-errors",
    ],
    says: "Users are affected: errors, or a service that nobody answers for",
    section: "Requests fail",
  };
}
