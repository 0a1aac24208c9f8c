import { WatchEnded } from "../aws/calls";
import type { EnvironmentReport } from "../drift/report";
import { causeOf, firstCause } from "../report/causes";
import type { PlanOptions } from "../terraform/plan-stacks";
import { applyPlan } from "./apply-plan";
import { type Approval, decide } from "./decision";
import { type JudgedPlan, withJudgedPlan } from "./judged-plan";
import { type ApplyReport, schemaVersion } from "./report";
import {
  type FleetBefore,
  fleetBefore,
  lookAtFleet,
  settledBefore,
  settleFleet,
} from "./settle-fleet";
import {
  type ApplyRequest,
  type ApplySurroundings,
  type ApplyTarget,
  type Ending,
  ending,
  timeText,
  wordsOf,
} from "./surroundings";

/** Each time, somebody else has applied between our plan and our apply. */
const mostPlans = 5;

/**
 * Plans a deployment, applies that very plan when it may be, waits until what it began has settled, and checks
 * that the cloud is then what the code says. Where somebody else was faster, so that nothing was applied, it is
 * planned anew, and what is planned then must be approved like any other plan. Never throws: whatever happens is
 * the report's outcome.
 */
export async function applyDeployment(
  target: ApplyTarget,
  request: ApplyRequest,
  surroundings: ApplySurroundings,
): Promise<ApplyReport> {
  const { clock } = surroundings;
  const startedAt = timeText(clock.now());
  const { judge, onCheckProgress } = surroundings;
  const options = planOptions(request, surroundings, request.synthesized);
  for (let plans = 1; ; plans += 1) {
    const [plan, ended] = await withJudgedPlan(target.id, judge, options, async (made) => {
      const done = await carryOut(target, made, request, surroundings);
      return [made.report, done] as const;
    });
    if (ended.overtaken && plans < mostPlans) {
      onCheckProgress({ notice: "Somebody else was faster: what is planned now may be less" });
      continue;
    }
    const times = { startedAt, endedAt: timeText(clock.now()) };
    const why = ended.overtaken ? { reason: overtakenText(target) } : {};
    return { ...reportOf(target, plan, request.approval, { ...ended, ...why }), ...times };
  }
}

function overtakenText({ id }: ApplyTarget): string {
  return `Somebody else applied ${id} between plan and apply, ${mostPlans} times: wait until that has ended`;
}

async function carryOut(
  target: ApplyTarget,
  plan: JudgedPlan,
  request: ApplyRequest,
  surroundings: ApplySurroundings,
): Promise<Ending> {
  if (surroundings.stop.aborted)
    return ending("INTERRUPTED", "It was interrupted, and nothing was applied");
  const decision = await decide(plan.report, request.approval);
  if (!decision.apply) {
    const decided = ending(decision.outcome, decision.reason, decision.cause);
    const isGood = decision.outcome === "NOTHING_TO_DO" || decision.outcome === "PLANNED";
    if (plan.folder === undefined || !isGood) return decided;
    return settledBefore(target, plan, decided, request, surroundings);
  }
  if (plan.folder === undefined) return ending("ERROR", "There is no plan that could be applied");

  let before: FleetBefore | undefined;
  try {
    before = await fleetBefore(target, plan, surroundings);
  } catch (error) {
    const outcome = error instanceof WatchEnded ? "INTERRUPTED" : "ERROR";
    const reason =
      "Nothing was applied, because the fleet's instance refreshes could not be watched";
    return ending(outcome, `${reason}: ${wordsOf(error)}`, causeOf(error));
  }
  let known: Ending = ending("UNKNOWN", "Terraform was started");
  try {
    known = await applyPlan(target, plan, request, surroundings);
    if (known.outcome !== "APPLIED") return withFleetInMind(before, known);
    known = { ...known, ...(await settleFleet(before, request, surroundings)) };
    if (known.outcome !== "APPLIED") return known;
    return {
      ...known,
      ...(await checked(target, plan.folder.output, known, request, surroundings)),
    };
  } catch (error) {
    const reason = `${known.reason}; then: ${wordsOf(error)}`;
    return { ...known, ...ending("UNKNOWN", reason, causeOf(error)) };
  }
}

/** What failed in the middle may have started an instance refresh, which nobody watches now. */
function withFleetInMind(before: FleetBefore | undefined, known: Ending): Ending {
  if (before?.change === undefined || known.applied === undefined) return known;
  return { ...known, nextSteps: [...(known.nextSteps ?? []), lookAtFleet(before.group)] };
}

/** The check after the apply, of the same synthesized output. */
async function checked(
  { id }: ApplyTarget,
  output: string,
  { reason }: Ending,
  request: ApplyRequest,
  surroundings: ApplySurroundings,
): Promise<Ending> {
  surroundings.onProgress({ kind: "phase", phase: "CHECK" });
  const options = planOptions(request, surroundings, output);
  const judged = withJudgedPlan(id, surroundings.judge, options, async ({ report }) => report);
  const checkAfter = await judged;
  const { verdict } = checkAfter;
  const isKnown = verdict !== "ERROR" && verdict !== "INCONCLUSIVE";
  const said = `${reason}; the check after it says ${verdict}`;
  if (verdict === "IN_SYNC") return { ...ending("APPLIED", said), checkAfter };
  if (isKnown) return { ...ending("NOT_IN_SYNC", said), checkAfter };
  return surroundings.stop.aborted
    ? {
        ...ending("IN_PROGRESS", `${reason}; the check after it was interrupted`, "interrupted"),
        checkAfter,
      }
    : { ...ending("UNKNOWN", said), checkAfter };
}

function planOptions(
  { lockTimeoutSeconds, planTimeoutSeconds }: ApplyRequest,
  { stop, onCheckProgress }: ApplySurroundings,
  synthesized: string | undefined,
): PlanOptions {
  return {
    synthesized,
    lockTimeoutSeconds,
    planTimeoutSeconds,
    signal: stop,
    onProgress: onCheckProgress,
  };
}

function reportOf(
  { id }: ApplyTarget,
  plan: EnvironmentReport,
  approval: Approval,
  ended: Ending,
): Omit<ApplyReport, "startedAt" | "endedAt"> {
  return {
    schemaVersion,
    environment: id,
    outcome: ended.outcome,
    reason: ended.reason,
    // What else is known of an interrupted one comes of the interrupt.
    cause: ended.outcome === "INTERRUPTED" ? null : firstCause(ended.cause ?? null, plan.cause),
    details: ended.details ?? [],
    nextSteps: ended.nextSteps ?? [],
    commit: plan.commit,
    verdict: plan.verdict,
    fingerprint: plan.planFingerprint,
    approved: approval.kind === "approved" ? approval.fingerprint : null,
    plan,
    applied: ended.applied ?? null,
    fleet: ended.fleet ?? null,
    checkAfter: ended.checkAfter ?? null,
  };
}
