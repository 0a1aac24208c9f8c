import { WatchEnded } from "../aws/calls";
import { checkEnvironments } from "../drift/check";
import { type KeptPlan, withJudgedPlan } from "../drift/kept-plan";
import type { EnvironmentReport } from "../drift/report";
import { causeOf, firstCause } from "../report/causes";
import { applyPlan } from "./apply-plan";
import { type Approval, decide } from "./decision";
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

/**
 * Plans an environment, applies that very plan when it may be, waits until the fleet has settled, and checks
 * that the cloud is then what the code says. Never throws: whatever happens is the report's outcome.
 */
export async function applyEnvironment(
  target: ApplyTarget,
  request: ApplyRequest,
  surroundings: ApplySurroundings,
): Promise<ApplyReport> {
  const { clock } = surroundings;
  const startedAt = timeText(clock.now());
  const options = checkOptions(request, surroundings, request.synthesized);
  return withJudgedPlan(target.environment, options, async (plan) => {
    const ended = await carryOut(target, plan, request, surroundings);
    const times = { startedAt, endedAt: timeText(clock.now()) };
    return { ...reportOf(target, plan.report, request.approval, ended), ...times };
  });
}

async function carryOut(
  target: ApplyTarget,
  plan: KeptPlan,
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
    if (known.outcome !== "APPLIED") return withFleetInMind(target, before, known);
    known = { ...known, ...(await settleFleet(target, before, request, surroundings)) };
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
function withFleetInMind(
  target: ApplyTarget,
  before: FleetBefore | undefined,
  known: Ending,
): Ending {
  if (before?.change === undefined || known.applied === undefined) return known;
  return { ...known, nextSteps: [...(known.nextSteps ?? []), lookAtFleet(target)] };
}

/** The drift check after the apply, of the same synthesized output. */
async function checked(
  { environment }: ApplyTarget,
  output: string,
  { reason }: Ending,
  request: ApplyRequest,
  surroundings: ApplySurroundings,
): Promise<Ending> {
  surroundings.onProgress({ kind: "phase", phase: "CHECK" });
  const options = checkOptions(request, surroundings, output);
  const reports = await checkEnvironments({
    ...options,
    environments: [environment],
    parallel: 1,
  });
  const [checkAfter = null] = reports;
  const verdict = checkAfter?.verdict ?? "ERROR";
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

function checkOptions(
  { lockTimeoutSeconds, planTimeoutSeconds, today }: ApplyRequest,
  { stop, onCheckProgress }: ApplySurroundings,
  synthesized: string | undefined,
) {
  return {
    synthesized,
    lockTimeoutSeconds,
    planTimeoutSeconds,
    today,
    // An apply would do away with what is accepted all the same.
    accepted: [],
    signal: stop,
    onProgress: onCheckProgress,
  };
}

function reportOf(
  { environment }: ApplyTarget,
  plan: EnvironmentReport,
  approval: Approval,
  ended: Ending,
): Omit<ApplyReport, "startedAt" | "endedAt"> {
  return {
    schemaVersion,
    environment,
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
