import type { Calls } from "../aws/calls";
import { enabled, holdOf, isHeld } from "../aws/hold";
import { EarlyEnd, type Run } from "./run";

const longestReason = 300;

/** How long a value that was written may not be read yet. */
const visibleMs = 60_000;

/** What the parameter says of a hold: why, who and when, in one line. */
export function heldValue(reason: string, who: string, now: number): string {
  const why = reason.replaceAll(/\s+/g, " ").trim().slice(0, longestReason);
  return `held: ${why} (by ${who}, ${new Date(now).toISOString()})`;
}

/**
 * Learns who holds updates, and since when.
 *
 * @throws CallFailure, WatchEnded
 */
export async function readHold(run: Run, calls: Calls): Promise<void> {
  const name = run.target.updatesParameter;
  const found = await calls.read((call) => run.surroundings.port.readParameter(name, call));
  run.hold = holdOf(name, found?.value);
  run.heldSince = found !== undefined && isHeld(found.value) ? found.changedAt : undefined;
}

/**
 * Sees to it that updates are held. A hold that is there stays as it is: its reason is somebody's.
 *
 * @throws CallFailure, WatchEnded
 * @throws EarlyEnd where it was written, and can't be read
 */
export async function setHold(run: Run, calls: Calls, reason: string): Promise<void> {
  const { port, clock } = run.surroundings;
  await readHold(run, calls);
  if (run.heldSince !== undefined) {
    run.note(`Already before, ${run.hold}`);
    return;
  }
  const { arn } = await calls.read((call) => port.callerIdentity(call));
  run.mayHold = true;
  await write(run, calls, heldValue(reason, arn, clock.now()));
  const end = clock.now() + visibleMs;
  for (await readHold(run, calls); run.heldSince === undefined; await readHold(run, calls)) {
    if (clock.now() >= end)
      throw new EarlyEnd(
        "ERROR",
        `The hold was written to ${run.target.updatesParameter}, and can't be read`,
      );
    await calls.pause(2_000);
  }
  run.note("Updates are held from now on");
}

/** @throws CallFailure, WatchEnded */
export async function releaseHold(run: Run, calls: Calls): Promise<void> {
  await write(run, calls, enabled);
  run.hold = null;
}

function write(run: Run, calls: Calls, value: string): Promise<void> {
  const { port } = run.surroundings;
  return calls.read((call) => port.writeParameter(run.target.updatesParameter, value, call));
}
