import { readOn } from "../report/read-on";
import type { Entry, Shown } from "../report/shown";
import { type BakeReport, outcomes, type TargetReport } from "./report";

/** A bake's report as people read it. */
export function shown(report: BakeReport): Shown {
  const { environment, outcome, reason, troubles, targets, cause } = report;
  return {
    operation: "bake",
    subject: environment,
    outcome,
    meaning: outcomes[outcome],
    said: [reason],
    steps: troubles,
    facts: facts(report),
    groups:
      targets.length === 0
        ? []
        : [{ title: "Targets at the last look", entries: targets.map(entry) }],
    readOn: readOn(outcomes[outcome], cause),
  };
}

function facts(report: BakeReport): string[] {
  const { notes, leastHealthyTargets, minimumInstances, alarm, startedAt, endedAt } = report;
  return [
    notes,
    leastHealthyTargets === null
      ? []
      : `${leastHealthyTargets} healthy targets at the least, ${minimumInstances} needed`,
    alarm === null ? [] : `alarm ${alarm.name}: ${alarm.state ?? "absent"}`,
    `from ${startedAt} to ${endedAt}`,
  ].flat();
}

/** Only the outcome judges: a target may be unhealthy for a moment. */
function entry({ instanceId, state, reason, inService }: TargetReport): Entry {
  const kind = state === "healthy" ? "good" : "warning";
  const text = [reason ?? [], inService ? "in service" : "not in service"].flat().join(", ");
  return { kind, label: state, name: instanceId, text };
}
