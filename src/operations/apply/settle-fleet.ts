import { failureText, WatchEnded } from "../aws/calls";
import { refreshesOf, refreshText } from "../aws/group/instance-refreshes";
import type { EnvironmentReport } from "../drift/report";
import { causeOf } from "../report/causes";
import { type Ending, ending } from "./decision";
import { type FleetBefore, FleetWatch } from "./fleet/settle";
import { groupChange } from "./fleet/touched";
import { type ApplyOptions, callsOf } from "./options";
import { Unsettled, whyEnded } from "./unsettled";

/**
 * Undefined where the deployment has no fleet.
 *
 * @throws WatchEnded, CallFailure
 */
export async function fleetBefore(
  plan: EnvironmentReport,
  options: ApplyOptions,
): Promise<FleetBefore | undefined> {
  const groupName = groupOf(options);
  if (groupName === undefined) return undefined;
  const change = groupChange(plan);
  if (change?.wasThere === false) return { groupName, change, refreshes: new Set() };
  const listed = await refreshesOf(options.fleet, callsOf(options), groupName);
  return { groupName, change, refreshes: new Set(listed.map(({ refreshId }) => refreshId)) };
}

/** Waits until the fleet has settled. The provider returns from an apply before (its #42355). */
export async function settleFleet(
  before: FleetBefore | undefined,
  options: ApplyOptions,
): Promise<Ending> {
  if (before === undefined) return ending("APPLIED", "The plan was applied");
  const watch = new FleetWatch(before, options);
  try {
    options.onProgress({ kind: "phase", phase: "SETTLE" });
    if (before.change !== undefined || (await watch.asItIs()) !== undefined) await watch.toItsEnd();
    const reason = "The plan was applied, and the fleet has settled";
    return { ...ending("APPLIED", reason), fleet: watch.report() };
  } catch (error) {
    const outcome = error instanceof WatchEnded ? "IN_PROGRESS" : "UNKNOWN";
    const known = unsettled(before, options, "The plan was applied", outcome, error);
    return { ...known, fleet: watch.report() };
  }
}

/**
 * How the fleet is where there is nothing to apply, or the plan is only shown: an apply before may have left
 * it unsettled. A refresh that goes on is watched to its end, but not for a plan that is only shown.
 *
 * @param decided `NOTHING_TO_DO`, `PLANNED` or `UNMANAGED`
 */
export async function settledBefore(
  plan: EnvironmentReport,
  decided: Ending,
  options: ApplyOptions,
): Promise<Ending> {
  const groupName = groupOf(options);
  if (groupName === undefined || groupChange(plan)?.wasThere === false) return decided;
  const before = { groupName, change: undefined, refreshes: new Set<string>() };
  const watch = new FleetWatch(before, options);
  let known = decided;
  try {
    const refresh = await watch.asItIs();
    if (refresh !== undefined) {
      if (options.approval.kind === "plan only") throw new Unsettled(refreshText(refresh));
      options.onProgress({ kind: "phase", phase: "SETTLE" });
      await watch.toItsEnd();
      known = { ...decided, reason: `${decided.reason}, and the fleet has settled` };
    }
  } catch (error) {
    known = unsettled(before, options, decided.reason, whyEnded(error), error);
    // There is a plan to approve all the same, perhaps the one that mends the fleet.
    if (decided.outcome === "PLANNED" && known.outcome !== "INTERRUPTED")
      known = { ...known, outcome: "PLANNED" };
  }
  return { ...known, fleet: watch.report() };
}

function groupOf({ deployment }: ApplyOptions): string | undefined {
  return deployment.settles.find((each) => each.by === "instance refresh")?.groupName;
}

/** How a person sees what becomes of the fleet. */
export function lookAtFleet(before: FleetBefore, options: ApplyOptions): string {
  return `see how the fleet goes on: aws autoscaling describe-instance-refreshes ${named(before, options)}`;
}

function named({ groupName }: FleetBefore, { deployment }: ApplyOptions): string {
  return `--region ${deployment.region} --auto-scaling-group-name ${groupName}`;
}

/**
 * @param sofar what is known beside the fleet
 * @param otherwise the outcome when it isn't known whether the fleet settles
 */
function unsettled(
  before: FleetBefore,
  options: ApplyOptions,
  sofar: string,
  otherwise: "INTERRUPTED" | "IN_PROGRESS" | "UNKNOWN",
  error: unknown,
): Ending {
  const look = lookAtFleet(before, options);
  if (!(error instanceof Unsettled)) {
    const reason = `${sofar}, and whether the fleet settles isn't known: ${failureText(error)}`;
    return { ...ending(otherwise, reason, causeOf(error)), nextSteps: [look] };
  }
  const reason = `${sofar}, and the fleet isn't what the code says: ${error.message}`;
  const group = named(before, options);
  return {
    ...ending("UNSETTLED", reason, error.knownCause),
    nextSteps: [
      look,
      `mend the cause, which the group's activities tell (aws autoscaling describe-scaling-activities ${group}), or apply the last good commit`,
      `where old instances are left, replace them (aws autoscaling start-instance-refresh ${group} --preferences SkipMatching=true); then apply again, which watches it to its end`,
    ],
  };
}
