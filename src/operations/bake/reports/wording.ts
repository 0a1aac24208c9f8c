import type { BakeReport, Outcome, TargetReport } from "../report";

/** What each outcome means, for people. */
export const outcomeMeanings: Readonly<Record<Outcome, string>> = {
  HEALTHY: "it has stayed healthy",
  ERROR: "there is nothing that could be watched",
  UNHEALTHY: "it has not stayed healthy",
  UNKNOWN: "whether it stays healthy could not be learnt",
};

/** What is known beside the outcome, one fact each. */
export function facts(report: BakeReport): string[] {
  const { leastHealthyTargets, minimumInstances, alarm, startedAt, endedAt } = report;
  return [
    leastHealthyTargets === null
      ? []
      : `${leastHealthyTargets} healthy targets at the least, ${minimumInstances} needed`,
    alarm === null ? [] : `alarm ${alarm.name}: ${alarm.state ?? "absent"}`,
    `from ${startedAt} to ${endedAt}`,
  ].flat();
}

/** Such as `unhealthy, Target.ResponseCodeMismatch, in service`. */
export function targetText({ state, reason, inService }: TargetReport): string {
  return [state, reason ?? [], inService ? "in service" : "not in service"].flat().join(", ");
}
