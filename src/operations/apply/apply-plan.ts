import { firstCause } from "../report/causes";
import {
  endText,
  failedToSaveState,
  hasBegun,
  isLost,
  isOrderly,
  resourcesIn,
  wasCutShort,
} from "../terraform/apply/apply-log";
import { keepErroredState, pushKeptState } from "../terraform/apply/kept-state";
import { type TerraformApplied, terraformApply } from "../terraform/apply/terraform-apply";
import { type Explanation, explainedWithout } from "../terraform/diagnosis/diagnosis";
import { errorsIn } from "../terraform/diagnosis/diagnostics";
import { isLockInPassing } from "../terraform/diagnosis/locks";
import { waitingNotices } from "../terraform/plan/notices";
import { applyControl } from "../terraform/workspace";
import { type Ending, ending } from "./decision";
import type { PlanInFolder } from "./judged-plan";
import { type ApplyOptions, timeText } from "./options";
import type { Applied, AppliedResource } from "./report";

/** Applies a plan, and accounts for every resource that it changes. */
export async function applyPlan(
  plan: PlanInFolder,
  { deployment, lockTimeoutSeconds, signal, clock, onProgress }: ApplyOptions,
): Promise<Ending> {
  onProgress({ kind: "phase", phase: "APPLY" });
  const startedAt = timeText(clock.now());
  using _ = waitingNotices(applyControl(plan.folder), "apply", (text) =>
    onProgress({ kind: "note", text }),
  );
  const ended = await terraformApply(plan.folder, {
    lockTimeoutSeconds,
    signal,
    onEvent: ({ kind, ...event }) => {
      if (kind !== "planned") onProgress({ kind: "resource", state: kind, ...event });
    },
  });
  const { exit, log, troubles } = ended;
  const applied: Applied = {
    startedAt,
    endedAt: timeText(clock.now()),
    resources: resourcesOf(ended),
    stateSaved: endedByItself(ended) ? !failedToSaveState(log) : null,
    keptState: exit === 0 ? null : keepErroredState(deployment.id, plan.folder),
  };
  if (exit === 0)
    return { ...ending("APPLIED", "The plan was applied"), applied, details: [...troubles] };
  const failed = failure(ended, applied, signal.aborted);
  const { reasons, cause } = wordsIn(ended, plan.sensitive());
  return {
    ...failed,
    cause: firstCause(cause, failed.cause ?? null),
    details: [...reasons, ...troubles],
  };
}

function resourcesOf({ exit, log }: TerraformApplied): AppliedResource[] {
  return resourcesIn(log, exit === 0).map((resource) =>
    resource.result === "failed" && isLost(resource.address, log)
      ? { ...resource, result: "unknown" }
      : resource,
  );
}

function endedByItself({ exit, log }: TerraformApplied): boolean {
  return isOrderly(exit, log) && !wasCutShort(log);
}

/** What is known of an apply that didn't end well. */
function failure(ended: TerraformApplied, applied: Applied, wasInterrupted: boolean): Ending {
  const isSaved = applied.stateSaved === true;
  if (isSaved && !hasBegun(ended.log)) {
    if (wasInterrupted)
      return ending("INTERRUPTED", "Terraform was interrupted before it had changed anything");
    const known = ending("ERROR", "Terraform has not begun, and nothing was applied");
    return wasOvertaken(ended.log) ? { ...known, overtaken: true } : known;
  }

  const state = isSaved
    ? "The state holds what was done"
    : "Whether the state holds what was done isn't known";
  const account = `${countsOf(applied)}. ${state}`;
  const push = applied.keptState === null ? [] : [pushKeptState(applied.keptState)];
  const cause = applied.keptState === null ? null : "state-not-saved";
  if (!endedByItself(ended))
    return {
      ...ending("UNKNOWN", `Terraform ${wordOf(ended)} (${howOf(ended)}): ${account}`, cause),
      applied,
      nextSteps: [
        ...push,
        "See whether the state is still locked (a drift check says so), then plan again",
      ],
    };
  const how = wasInterrupted
    ? "It was interrupted in the middle"
    : "Terraform has failed in the middle";
  const again = wasInterrupted ? "Plan again" : "Mend the cause, then plan again";
  const nextSteps = push.length > 0 ? push : [`${again}: the new plan does what is left`];
  const why = cause ?? (wasInterrupted ? "interrupted" : null);
  return { ...ending("FAILED", `${how}: ${account}`, why), applied, nextSteps };
}

/** What Terraform said, without any value that is sensitive in the plan. */
function wordsIn(ended: TerraformApplied, sensitive: readonly string[]): Explanation {
  return explainedWithout(sensitive, `terraform apply failed (${howOf(ended)})`, ended.log);
}

function howOf({ exit, log }: TerraformApplied): string {
  return wasCutShort(log) ? "by a second interrupt" : endText(exit);
}

function wordOf({ exit, log }: TerraformApplied): string {
  return typeof exit === "number" && !wasCutShort(log) ? "has crashed" : "was ended";
}

function countsOf({ resources }: Applied): string {
  const count = (result: string) => resources.filter((each) => each.result === result).length;
  const unknown = count("unknown");
  return [
    `${count("done")} of ${resources.length} done`,
    `${count("failed")} failed`,
    ...(unknown === 0 ? [] : [`${unknown} begun with an end that wasn't seen`]),
    `${count("not begun")} not begun`,
  ].join(", ");
}

/**
 * Whether an apply ended, with nothing applied, because somebody else was faster: the state has changed
 * since the plan was made, or its lock was in passing, which Terraform takes for an error.
 *
 * @param log what `terraform apply -json` said
 */
export function wasOvertaken(log: string): boolean {
  const isStale = errorsIn(log).some(({ summary }) =>
    /^Saved plan (is stale|does not match)/.test(summary),
  );
  return isStale || isLockInPassing(log);
}
