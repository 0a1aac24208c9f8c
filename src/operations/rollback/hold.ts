import type { Calls } from "../aws/calls";
import { enabled, holdOf } from "../aws/updates";
import type { RollbackPort } from "./aws";
import type { Run } from "./run";

const longestReason = 300;

/** What the parameter says of a hold: why, who and when, in one line. */
export function heldValue(reason: string, who: string, now: number): string {
  const why = reason.replaceAll(/\s+/g, " ").trim().slice(0, longestReason);
  return `held: ${why} (by ${who}, ${new Date(now).toISOString()})`;
}

/**
 * Sees to it that updates are held. A hold that is there stays as it is: its reason is somebody's.
 *
 * @throws CallFailure, WatchEnded
 */
export async function setHold(run: Run, calls: Calls, reason: string): Promise<void> {
  const { port, clock } = run.surroundings;
  const name = run.target.updatesParameter;
  const before = await readHold(run, calls, port);
  if (before?.startsWith("updates are held: ")) {
    run.note(`Already before, ${before}`);
    return;
  }
  const { arn } = await calls.read((call) => port.callerIdentity(call));
  const value = heldValue(reason, arn, clock.now());
  await calls.read((call) => port.writeParameter(name, value, call));
  run.hold = holdOf(name, value);
  run.note("Updates are held from now on");
}

/** @throws CallFailure, WatchEnded */
export async function releaseHold(run: Run, calls: Calls): Promise<void> {
  const { port } = run.surroundings;
  const name = run.target.updatesParameter;
  await calls.read((call) => port.writeParameter(name, enabled, call));
  run.hold = null;
}

async function readHold(run: Run, calls: Calls, port: RollbackPort): Promise<string | null> {
  const name = run.target.updatesParameter;
  run.hold = holdOf(name, await calls.read((call) => port.readParameter(name, call)));
  return run.hold;
}
