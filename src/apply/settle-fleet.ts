import { WatchEnded } from "../rollout/calls";
import { FleetWatch, refreshesOf, Unsettled } from "./fleet/settle";
import type { GroupChange } from "./fleet/touched";
import {
  type ApplyRequest,
  type ApplySurroundings,
  type ApplyTarget,
  callsOf,
  type Ending,
  ending,
  wordsOf,
} from "./surroundings";

/** What is known of the fleet before an apply, so that the wait after it can tell old from new. */
export interface FleetBefore {
  readonly change: GroupChange;
  /** Ids of instance refreshes: they tell the one that the apply starts from others, whatever clocks say. */
  readonly refreshes: ReadonlySet<string>;
}

/** @throws WatchEnded, CallFailure */
export async function fleetBefore(
  { groupName }: ApplyTarget,
  change: GroupChange | undefined,
  surroundings: ApplySurroundings,
): Promise<FleetBefore | undefined> {
  if (change === undefined) return undefined;
  if (!change.wasThere) return { change, refreshes: new Set() };
  const listed = await refreshesOf(surroundings.fleet, callsOf(surroundings), groupName);
  return { change, refreshes: new Set(listed.map(({ refreshId }) => refreshId)) };
}

/** Waits until the fleet has settled. The provider returns from an apply before (its #42355). */
export async function settleFleet(
  target: ApplyTarget,
  before: FleetBefore | undefined,
  { pollIntervalMs, watchTimeoutMs }: ApplyRequest,
  surroundings: ApplySurroundings,
): Promise<Ending> {
  if (before === undefined)
    return ending("APPLIED", "The plan was applied; it leaves the auto scaling group alone");
  const { clock, fleet, onProgress } = surroundings;
  onProgress({ kind: "phase", phase: "SETTLE" });
  const watch = new FleetWatch(fleet, callsOf(surroundings, clock.now() + watchTimeoutMs), {
    groupName: target.groupName,
    change: before.change,
    before: before.refreshes,
    pollIntervalMs,
    now: () => clock.now(),
    onProgress,
  });
  try {
    await watch.toItsEnd();
    const reason = "The plan was applied, and the fleet has settled";
    return { ...ending("APPLIED", reason), fleet: watch.report() };
  } catch (error) {
    return { ...unsettled(error), fleet: watch.report(), nextSteps: [lookAtFleet(target)] };
  }
}

/** How a person sees what becomes of the fleet. */
export function lookAtFleet({ region, groupName }: ApplyTarget): string {
  return `see how the fleet goes on: aws autoscaling describe-instance-refreshes --region ${region} --auto-scaling-group-name ${groupName}`;
}

function unsettled(error: unknown): Ending {
  if (error instanceof Unsettled)
    return ending("UNSETTLED", `The plan was applied, and the fleet fails: ${error.message}`);
  const outcome = error instanceof WatchEnded ? "IN_PROGRESS" : "UNKNOWN";
  return ending(
    outcome,
    `The plan was applied, and whether the fleet settles isn't known: ${wordsOf(error)}`,
  );
}
