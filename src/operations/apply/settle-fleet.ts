import { WatchEnded } from "../aws/calls";
import { causeOf } from "../report/causes";
import { declaresGroup } from "./fleet/declared";
import { refreshesOf, refreshText } from "./fleet/refreshes";
import { FleetWatch, Unsettled } from "./fleet/settle";
import { type GroupChange, groupChange } from "./fleet/touched";
import {
  type ApplyRequest,
  type ApplySurroundings,
  type ApplyTarget,
  callsOf,
  type Ending,
  ending,
  type PlanInFolder,
  wordsOf,
} from "./surroundings";

/** What is known of the fleet before an apply, so that the wait after it can tell old from new. */
export interface FleetBefore {
  /** Undefined where the plan leaves the group alone. */
  readonly change: GroupChange | undefined;
  /** Ids of instance refreshes: they tell new ones from those that were there, whatever clocks say. */
  readonly refreshes: ReadonlySet<string>;
}

/**
 * Undefined where the code has no auto scaling group.
 *
 * @throws WatchEnded, CallFailure
 */
export async function fleetBefore(
  { groupName }: ApplyTarget,
  { report, folder }: PlanInFolder,
  surroundings: ApplySurroundings,
): Promise<FleetBefore | undefined> {
  if (!declaresGroup(folder.stack)) return undefined;
  const change = groupChange(report);
  if (change?.wasThere === false) return { change, refreshes: new Set() };
  const listed = await refreshesOf(surroundings.fleet, callsOf(surroundings), groupName);
  return { change, refreshes: new Set(listed.map(({ refreshId }) => refreshId)) };
}

/** Waits until the fleet has settled. The provider returns from an apply before (its #42355). */
export async function settleFleet(
  target: ApplyTarget,
  before: FleetBefore | undefined,
  request: ApplyRequest,
  surroundings: ApplySurroundings,
): Promise<Ending> {
  if (before === undefined)
    return ending("APPLIED", "The plan was applied; the code has no auto scaling group");
  const watch = watchOf(target, before, request, surroundings);
  try {
    surroundings.onProgress({ kind: "phase", phase: "SETTLE" });
    if (before.change !== undefined || (await watch.asItIs()) !== undefined) await watch.toItsEnd();
    const reason = "The plan was applied, and the fleet has settled";
    return { ...ending("APPLIED", reason), fleet: watch.report() };
  } catch (error) {
    const outcome = error instanceof WatchEnded ? "IN_PROGRESS" : "UNKNOWN";
    const known = unsettled(target, "The plan was applied", outcome, error);
    return { ...known, fleet: watch.report() };
  }
}

/**
 * How the fleet is where there is nothing to apply, or the plan is only shown: an apply before may have left
 * it unsettled. A refresh that goes on is watched to its end, but not for a plan that is only shown.
 *
 * @param decided `NOTHING_TO_DO` or `PLANNED`
 */
export async function settledBefore(
  target: ApplyTarget,
  plan: PlanInFolder,
  decided: Ending,
  request: ApplyRequest,
  surroundings: ApplySurroundings,
): Promise<Ending> {
  const change = groupChange(plan.report);
  if (!declaresGroup(plan.folder.stack) || change?.wasThere === false) return decided;
  const before = { change: undefined, refreshes: new Set<string>() };
  const watch = watchOf(target, before, request, surroundings);
  let known = decided;
  try {
    const refresh = await watch.asItIs();
    if (refresh !== undefined) {
      if (request.approval.kind === "plan only") throw new Unsettled(refreshText(refresh));
      surroundings.onProgress({ kind: "phase", phase: "SETTLE" });
      await watch.toItsEnd();
      known = { ...decided, reason: `${decided.reason}, and the fleet has settled` };
    }
  } catch (error) {
    known = unsettled(target, decided.reason, outcomeOf(error), error);
    // There is a plan to approve all the same, perhaps the one that mends the fleet.
    if (decided.outcome === "PLANNED" && known.outcome !== "INTERRUPTED")
      known = { ...known, outcome: "PLANNED" };
  }
  return { ...known, fleet: watch.report() };
}

/** How a person sees what becomes of the fleet. */
export function lookAtFleet({ region, groupName }: ApplyTarget): string {
  return `see how the fleet goes on: aws autoscaling describe-instance-refreshes --region ${region} --auto-scaling-group-name ${groupName}`;
}

function watchOf(
  { groupName }: ApplyTarget,
  before: FleetBefore,
  { pollIntervalMs, watchTimeoutMs }: ApplyRequest,
  surroundings: ApplySurroundings,
): FleetWatch {
  const { clock, fleet, onProgress } = surroundings;
  return new FleetWatch(fleet, callsOf(surroundings, clock.now() + watchTimeoutMs), {
    groupName,
    change: before.change,
    before: before.refreshes,
    pollIntervalMs,
    now: () => clock.now(),
    onProgress,
  });
}

/** Why a look at the fleet that nothing was applied to has ended early. */
function outcomeOf(error: unknown): "INTERRUPTED" | "IN_PROGRESS" | "UNKNOWN" {
  if (!(error instanceof WatchEnded)) return "UNKNOWN";
  return error.why === "time limit" ? "IN_PROGRESS" : "INTERRUPTED";
}

/**
 * @param sofar what is known beside the fleet
 * @param otherwise the outcome when it isn't known whether the fleet settles
 */
function unsettled(
  target: ApplyTarget,
  sofar: string,
  otherwise: "INTERRUPTED" | "IN_PROGRESS" | "UNKNOWN",
  error: unknown,
): Ending {
  if (!(error instanceof Unsettled)) {
    const reason = `${sofar}, and whether the fleet settles isn't known: ${wordsOf(error)}`;
    return { ...ending(otherwise, reason, causeOf(error)), nextSteps: [lookAtFleet(target)] };
  }
  const { region, groupName } = target;
  const reason = `${sofar}, and the fleet isn't what the code says: ${error.message}`;
  const group = `--region ${region} --auto-scaling-group-name ${groupName}`;
  return {
    ...ending("UNSETTLED", reason, error.knownCause),
    nextSteps: [
      lookAtFleet(target),
      `mend the cause, which the group's activities tell (aws autoscaling describe-scaling-activities ${group}), or apply the last good commit`,
      `where old instances are left, replace them (aws autoscaling start-instance-refresh ${group} --preferences SkipMatching=true); then apply again, which watches it to its end`,
    ],
  };
}
