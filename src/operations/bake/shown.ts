import { sectionsToRead } from "../report/read-on";
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
    said: [reason, ...troubles],
    steps: [],
    facts: facts(report),
    groups: [
      {
        title: "Targets at the last look",
        entries: targets.map((target) => entry(target, outcome === "UNHEALTHY")),
      },
    ],
    readOn: sectionsToRead(outcomes[outcome], cause),
  };
}

function facts(report: BakeReport): string[] {
  const { notes, leastHealthyTargets, minimumInstances, alarm, startedAt, endedAt } = report;
  return [
    notes,
    leastHealthyTargets === null || minimumInstances === null
      ? []
      : `${leastHealthyTargets} healthy targets at the least, ${minimumInstances} needed`,
    alarm === null ? [] : `alarm ${alarm.name}: ${alarm.state ?? "absent"}`,
    `from ${startedAt} to ${endedAt}`,
  ].flat();
}

/** Only the outcome judges: a target may be unhealthy for a moment. */
function entry({ instanceId, state, reason, inService }: TargetReport, isBad: boolean): Entry {
  const text = [state, reason ?? [], inService ? "in service" : "not in service"].flat().join(", ");
  const about = { name: instanceId, text };
  if (state === "healthy") return { kind: "good", label: "healthy", ...about };
  return { kind: isBad ? "bad" : "warning", label: "not healthy", ...about };
}
