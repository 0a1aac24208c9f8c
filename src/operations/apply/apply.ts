import { refusals } from "../../estate/checks";
import { failureText, WatchEnded } from "../aws/calls";
import type { EnvironmentReport } from "../drift/report";
import { causeOf, firstCause } from "../report/causes";
import { notices } from "../terraform/plan/notices";
import { applyPlan } from "./apply-plan";
import { decide, type Ending, ending, takeAway } from "./decision";
import type { FleetBefore } from "./fleet/settle";
import { mayHaveBegunRefresh } from "./fleet/touched";
import { type JudgedPlan, type PlanInFolder, withJudgedPlan } from "./judged-plan";
import { type ApplyOptions, timeText } from "./options";
import { type ApplyReport, schemaVersion } from "./report";
import { fleetBefore, lookAtFleet, settledBefore, settleFleet } from "./settle-fleet";
import { servicesBefore, settleServices } from "./settle-services";

/** Each time, somebody else has applied between our plan and our apply. */
const mostPlans = 5;

/**
 * Plans a deployment, applies that very plan when it may be, waits until what it began has settled, and checks
 * that the cloud is then what the code says. Where somebody else was faster, so that nothing was applied, it is
 * planned anew, and what is planned then must be approved like any other plan. Never throws: whatever happens is
 * the report's outcome.
 */
export async function applyDeployment(options: ApplyOptions): Promise<ApplyReport> {
  const { clock, deployment, onProgress } = options;
  for (const notice of notices()) onProgress({ notice });
  const startedAt = timeText(clock.now());
  for (let plans = 1; ; plans += 1) {
    const [plan, ended] = await withJudgedPlan(options, async (made) => {
      const done = await carryOut(made, options);
      return [made.report, done] as const;
    });
    if (ended.overtaken && plans < mostPlans) {
      onProgress({ notice: "Somebody else was faster: what is planned now may be less" });
      continue;
    }
    const reason = ended.overtaken
      ? `Somebody else applied ${deployment.id} between plan and apply, ${mostPlans} times: wait until that has ended`
      : ended.reason;
    const times = { startedAt, endedAt: timeText(clock.now()) };
    return { ...reportOf(plan, { ...ended, reason }, options), ...times };
  }
}

async function carryOut(plan: JudgedPlan, options: ApplyOptions): Promise<Ending> {
  if (options.signal.aborted)
    return ending("INTERRUPTED", "It was interrupted, and nothing was applied");
  const decision = await decide(plan.report, options.approval, options.deployment.standIns);
  if (decision !== "apply") {
    const isKnown = ["NOTHING_TO_DO", "PLANNED", "UNMANAGED"].includes(decision.outcome);
    if (!isKnown) return decision;
    let known = await settledBefore(plan.report, decision, options);
    if (known.outcome === decision.outcome)
      known = await servicesBefore(plan.report, known, options);
    // What is to be done for the plan is to be done whatever has settled.
    const steps = [...(decision.nextSteps ?? []), ...(known.nextSteps ?? [])];
    return { ...known, nextSteps: [...new Set(steps)] };
  }
  if (plan.folder === undefined) return ending("ERROR", "There is no plan that could be applied");

  let before: FleetBefore | undefined;
  try {
    before = await fleetBefore(plan.report, options);
  } catch (error) {
    const outcome = error instanceof WatchEnded ? "INTERRUPTED" : "ERROR";
    const reason =
      "Nothing was applied, because the fleet's instance refreshes could not be watched";
    return ending(outcome, `${reason}: ${failureText(error)}`, causeOf(error));
  }
  let known: Ending = ending("UNKNOWN", "Terraform was started");
  try {
    known = await applyPlan(plan, options);
    if (known.outcome !== "APPLIED") return withFleetInMind(before, known, options);
    known = { ...known, ...(await settleFleet(before, options)) };
    if (known.outcome !== "APPLIED") return known;
    known = await settleServices(known, options);
    if (known.outcome !== "APPLIED") return known;
    return { ...known, ...(await checked(plan, known, options)) };
  } catch (error) {
    const reason = `${known.reason}; then: ${failureText(error)}`;
    return { ...known, ...ending("UNKNOWN", reason, causeOf(error)) };
  }
}

/** What failed in the middle may have started an instance refresh, which nobody watches now. */
function withFleetInMind(
  before: FleetBefore | undefined,
  known: Ending,
  options: ApplyOptions,
): Ending {
  if (before?.change === undefined || !mayHaveBegunRefresh(before.change, known.applied))
    return known;
  return { ...known, nextSteps: [...(known.nextSteps ?? []), lookAtFleet(before, options)] };
}

/** The check after the apply, of the same synthesized output. */
async function checked(
  { folder }: PlanInFolder,
  { reason }: Ending,
  options: ApplyOptions,
): Promise<Ending> {
  options.onProgress({ kind: "phase", phase: "CHECK" });
  const checkAfter = await withJudgedPlan(
    { ...options, synthesized: folder.output },
    async ({ report }) => report,
  );
  const { verdict } = checkAfter;
  const isKnown = verdict !== "ERROR" && verdict !== "INCONCLUSIVE";
  const said = `${reason}; the check after it says ${verdict}`;
  if (verdict === "IN_SYNC") return { ...ending("APPLIED", said), checkAfter };
  if (isKnown) {
    const nextSteps = checkAfter.counts.unmanaged > 0 ? [takeAway] : [];
    return { ...ending("NOT_IN_SYNC", said), checkAfter, nextSteps };
  }
  if (!options.signal.aborted) return { ...ending("UNKNOWN", said), checkAfter };
  const interrupted = `${reason}; the check after it was interrupted`;
  return { ...ending("IN_PROGRESS", interrupted, "interrupted"), checkAfter };
}

function reportOf(
  plan: EnvironmentReport,
  ended: Ending,
  { deployment, approval }: ApplyOptions,
): Omit<ApplyReport, "startedAt" | "endedAt"> {
  return {
    schemaVersion,
    environment: deployment.id,
    outcome: ended.outcome,
    reason: ended.reason,
    // What else is known of an interrupted one comes of the interrupt.
    cause:
      ended.outcome === "INTERRUPTED"
        ? null
        : firstCause(ended.cause ?? null, plan.cause, ended.checkAfter?.cause ?? null),
    details: ended.details ?? [],
    nextSteps: ended.nextSteps ?? [],
    commit: plan.commit,
    verdict: plan.verdict,
    // Nobody is asked to approve what no approval applies.
    fingerprint: refusals(deployment.standIns).length > 0 ? null : plan.planFingerprint,
    approved: approval.kind === "approved" ? approval.fingerprint : null,
    plan,
    applied: ended.applied ?? null,
    fleet: ended.fleet ?? null,
    services: ended.services ?? null,
    checkAfter: ended.checkAfter ?? null,
  };
}
