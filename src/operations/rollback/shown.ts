import { countsOf } from "../report/counts";
import { sectionsToRead } from "../report/read-on";
import type { EntryKind, Shown } from "../report/shown";
import { type InstanceClass, instanceClasses, outcomes, type RollbackReport } from "./report";

const kinds: Readonly<Record<InstanceClass, EntryKind>> = {
  "not restored": "bad",
  "not serving": "bad",
  restored: "good",
  replaced: "note",
};

/** A rollback's report as people read it: every instance, those in trouble first. */
export function shown(report: RollbackReport): Shown {
  const { environment, outcome, reason, cause, notes, nextSteps, instances } = report;
  // Before anything is replaced, none is as it shall be, which is no trouble.
  const isOver = outcome === "SUCCEEDED" || outcome === "FAILED";
  const sorted = [...instances].sort(
    (one, other) => instanceClasses.indexOf(one.class) - instanceClasses.indexOf(other.class),
  );
  return {
    operation: "rollback",
    subject: environment,
    outcome,
    meaning: outcomes[outcome],
    counts:
      countsOf(
        instanceClasses,
        sorted.map((each) => each.class),
      ).join(", ") || undefined,
    said: [reason, ...notes],
    steps: nextSteps,
    facts: facts(report),
    groups: [
      {
        title: "Instances",
        entries: sorted.map(({ instanceId, class: known, lifecycleState, templateVersion }) => ({
          kind: isOver ? kinds[known] : "note",
          label: known,
          name: instanceId,
          text: [
            lifecycleState ?? [],
            templateVersion === null ? [] : `template version ${templateVersion}`,
          ]
            .flat()
            .join(", "),
        })),
      },
    ],
    readOn: sectionsToRead(outcomes[outcome], cause),
  };
}

function facts(report: RollbackReport): string[] {
  const { hold, restorePoint, templateVersion, refreshId, refreshStatus } = report;
  return [
    hold ?? [],
    restorePoint === null
      ? []
      : `restore point ${restorePoint.imageId}, of before the rollout ${restorePoint.runId}`,
    templateVersion === null ? [] : `template version ${templateVersion}`,
    refreshId === null ? [] : `instance refresh ${refreshId}: ${refreshStatus}`,
    `from ${report.startedAt} to ${report.endedAt}`,
  ].flat();
}
