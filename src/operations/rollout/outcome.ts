import type { InstanceClass, Outcome } from "./report";

/** What is known when every command has ended. */
export interface Known {
  readonly classes: readonly InstanceClass[];
  readonly unaccountedInvocations: number;
  /** Whether an updated instance still runs: a bad release has its instances replaced. */
  readonly updatedStillRuns: boolean;
  /** As listed after the end; undefined when the group could not be listed again. */
  readonly desiredCapacity: number | undefined;
}

/** The outcome of a rollout whose commands have all ended: read from its instances, and from nothing else. */
export function outcomeOf(
  known: Known,
): Extract<Outcome, "SUCCEEDED" | "FAILED" | "PARTIAL" | "UNKNOWN"> {
  const has = (...wanted: InstanceClass[]) => known.classes.some((each) => wanted.includes(each));
  const isUpdated = has("updated");
  const isBad = has("failed", "misconfigured", "not updated");
  const isUnknown = has("unknown", "still going", "expected") || known.unaccountedInvocations > 0;
  if (isBad) return isUpdated ? "PARTIAL" : "FAILED";
  if (isUnknown) return isUpdated ? "PARTIAL" : "UNKNOWN";
  // Instances that came into service meanwhile are known only from the group.
  if (known.desiredCapacity === undefined) return "UNKNOWN";
  return known.updatedStillRuns || known.desiredCapacity === 0 ? "SUCCEEDED" : "UNKNOWN";
}
