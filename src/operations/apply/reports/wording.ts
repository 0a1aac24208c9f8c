import type { Result } from "../../terraform/apply/apply-log";
import type { AppliedResource, ApplyReport, FleetReport, Outcome } from "../report";

/** What each outcome means, for people. */
export const outcomeMeanings: Readonly<Record<Outcome, string>> = {
  APPLIED: "the plan was applied, and the cloud is what the code says",
  NOTHING_TO_DO: "nothing to do, and nothing was applied",
  PLANNED: "there is something to apply; nothing was applied",
  DECLINED: "nothing was applied",
  ERROR: "nothing was applied",
  FAILED: "the apply has failed in the middle",
  UNSETTLED: "the fleet is not what the code says",
  NOT_IN_SYNC: "the plan was applied, but the cloud is not what the code says",
  INCONCLUSIVE: "the plan can't be judged, and nothing was applied",
  UNKNOWN: "what the apply did, or what became of it, could not be learnt",
  IN_PROGRESS: "the watch has ended before all had settled and was checked",
  NOT_APPROVED: "the plan is not the one that was approved, and nothing was applied",
  INTERRUPTED: "nothing was applied",
};

/** Whether a result is as it should be, is bad, or leaves a doubt. */
export const resultVerdicts: Readonly<Record<Result, "good" | "bad" | "doubtful">> = {
  done: "good",
  failed: "bad",
  unknown: "doubtful",
  "not begun": "bad",
};

/** What people must see first comes first. */
const order: readonly Result[] = ["failed", "unknown", "not begun", "done"];

export function inOrder({ applied }: ApplyReport): AppliedResource[] {
  const resources = applied?.resources ?? [];
  return [...resources].sort(
    (one, other) => order.indexOf(one.result) - order.indexOf(other.result),
  );
}

/** Whether somebody is to decide about the plan, so that it's shown whole: every value, of what is created too. */
export function isToBeApproved({ outcome }: ApplyReport): boolean {
  return outcome === "PLANNED" || outcome === "NOT_APPROVED";
}

/** What is known beside the outcome, one fact each. */
export function facts(report: ApplyReport): string[] {
  const { fingerprint, approved, commit, applied, fleet, checkAfter } = report;
  const { startedAt, endedAt } = report;
  return [
    fingerprint === null ? [] : `fingerprint ${fingerprint}`,
    approved === null || approved === fingerprint ? [] : `approved    ${approved}`,
    commit === null ? [] : `commit ${commit}`,
    applied?.keptState ? `state kept in ${applied.keptState}` : [],
    fleet === null ? [] : fleetText(fleet),
    checkAfter === null ? [] : `check afterwards: ${checkAfter.verdict}`,
    `from ${startedAt} to ${endedAt}`,
  ].flat();
}

/** Such as `instance refresh 08b9…: Successful, 100 %; 3 of 3 instances in service and healthy`. */
export function fleetText(fleet: FleetReport): string {
  const { refreshId, status, percentageComplete, desiredCapacity, healthyInService } = fleet;
  const percent = percentageComplete === null ? "" : `, ${percentageComplete} %`;
  const refresh =
    refreshId === null
      ? "no instance refresh"
      : `instance refresh ${refreshId}: ${status}${percent}`;
  return desiredCapacity === null
    ? refresh
    : `${refresh}; ${healthyInService} of ${desiredCapacity} instances in service and healthy`;
}
