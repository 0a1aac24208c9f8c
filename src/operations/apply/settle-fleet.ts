import { WatchEnded } from "../aws/calls";
import { causeOf } from "../report/causes";
import { refreshesOf, refreshText } from "./fleet/refreshes";
import { FleetWatch, Unsettled } from "./fleet/settle";
import { type GroupChange, groupChange } from "./fleet/touched";
import type { PlanInFolder } from "./judged-plan";
import {
  type ApplyRequest,
  type ApplySurroundings,
  type ApplyTarget,
  callsOf,
  type Ending,
  ending,
  wordsOf,
} from "./surroundings";

interface Group {
  readonly region: string;
  readonly groupName: string;
}

/** What is known of the fleet before an apply, so that the wait after it can tell old from new. */
export interface FleetBefore {
  readonly group: Group;
  /** Undefined where the plan leaves the group alone. */
  readonly change: GroupChange | undefined;
  /** Ids of instance refreshes: they tell new ones from those that were there, whatever clocks say. */
  readonly refreshes: ReadonlySet<string>;
}

/**
 * Undefined where the deployment has no fleet.
 *
 * @throws WatchEnded, CallFailure
 */
export async function fleetBefore(
  target: ApplyTarget,
  { report }: Pick<PlanInFolder, "report">,
  surroundings: ApplySurroundings,
): Promise<FleetBefore | undefined> {
  const group = groupOf(target);
  if (group === undefined) return undefined;
  const change = groupChange(report);
  if (change?.wasThere === false) return { group, change, refreshes: new Set() };
  const listed = await refreshesOf(surroundings.fleet, callsOf(surroundings), group.groupName);
  return { group, change, refreshes: new Set(listed.map(({ refreshId }) => refreshId)) };
}

/** Waits until the fleet has settled. The provider returns from an apply before (its #42355). */
export async function settleFleet(
  before: FleetBefore | undefined,
  request: ApplyRequest,
  surroundings: ApplySurroundings,
): Promise<Ending> {
  if (before === undefined) return ending("APPLIED", "The plan was applied");
  const watch = watchOf(before, request, surroundings);
  try {
    surroundings.onProgress({ kind: "phase", phase: "SETTLE" });
    if (before.change !== undefined || (await watch.asItIs()) !== undefined) await watch.toItsEnd();
    const reason = "The plan was applied, and the fleet has settled";
    return { ...ending("APPLIED", reason), fleet: watch.report() };
  } catch (error) {
    const outcome = error instanceof WatchEnded ? "IN_PROGRESS" : "UNKNOWN";
    const known = unsettled(before.group, "The plan was applied", outcome, error);
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
  { report }: Pick<PlanInFolder, "report">,
  decided: Ending,
  request: ApplyRequest,
  surroundings: ApplySurroundings,
): Promise<Ending> {
  const group = groupOf(target);
  if (group === undefined || groupChange(report)?.wasThere === false) return decided;
  const before = { group, change: undefined, refreshes: new Set<string>() };
  const watch = watchOf(before, request, surroundings);
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
    known = unsettled(group, decided.reason, outcomeOf(error), error);
    // There is a plan to approve all the same, perhaps the one that mends the fleet.
    if (decided.outcome === "PLANNED" && known.outcome !== "INTERRUPTED")
      known = { ...known, outcome: "PLANNED" };
  }
  return { ...known, fleet: watch.report() };
}

/** How a person sees what becomes of the fleet. */
export function lookAtFleet({ region, groupName }: Group): string {
  return `see how the fleet goes on: aws autoscaling describe-instance-refreshes --region ${region} --auto-scaling-group-name ${groupName}`;
}

function groupOf({ region, settles }: ApplyTarget): Group | undefined {
  return settles.by === "nothing" ? undefined : { region, groupName: settles.groupName };
}

function watchOf(
  { group, change, refreshes }: FleetBefore,
  { pollIntervalMs, watchTimeoutMs }: ApplyRequest,
  surroundings: ApplySurroundings,
): FleetWatch {
  const { clock, fleet, onProgress } = surroundings;
  return new FleetWatch(fleet, callsOf(surroundings, clock.now() + watchTimeoutMs), {
    groupName: group.groupName,
    change,
    before: refreshes,
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
  group: Group,
  sofar: string,
  otherwise: "INTERRUPTED" | "IN_PROGRESS" | "UNKNOWN",
  error: unknown,
): Ending {
  if (!(error instanceof Unsettled)) {
    const reason = `${sofar}, and whether the fleet settles isn't known: ${wordsOf(error)}`;
    return { ...ending(otherwise, reason, causeOf(error)), nextSteps: [lookAtFleet(group)] };
  }
  const { region, groupName } = group;
  const reason = `${sofar}, and the fleet isn't what the code says: ${error.message}`;
  const named = `--region ${region} --auto-scaling-group-name ${groupName}`;
  return {
    ...ending("UNSETTLED", reason, error.knownCause),
    nextSteps: [
      lookAtFleet(group),
      `mend the cause, which the group's activities tell (aws autoscaling describe-scaling-activities ${named}), or apply the last good commit`,
      `where old instances are left, replace them (aws autoscaling start-instance-refresh ${named} --preferences SkipMatching=true); then apply again, which watches it to its end`,
    ],
  };
}
