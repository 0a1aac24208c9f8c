import { CallFailure } from "../../aws/call";
import { type Calls, WatchEnded } from "../../aws/calls";
import { type Accounted, account } from "../account";
import type { Run } from "../run";

/** Each is a call; a bad release fails in the same way everywhere. */
const mostOutputs = 50;
const patienceMs = 10_000;

/** Fetches the end of what failed runs wrote. It is of use, and no more: without it the report stands. */
export async function fetchOutputs(run: Run, calls: Calls): Promise<void> {
  const failed = account(run).filter((each) => each.class === "failed");
  if (failed.length > mostOutputs)
    run.note(`The output of ${mostOutputs} of ${failed.length} failed instances was fetched`);
  try {
    for (const each of failed.slice(0, mostOutputs)) await fetchOutput(run, calls, each);
  } catch (error) {
    if (!(error instanceof WatchEnded || error instanceof CallFailure)) throw error;
    run.note(`The output of failed instances is missing: ${error.message}`);
  }
}

async function fetchOutput(
  run: Run,
  calls: Calls,
  { instanceId, invocation, commandId }: Accounted,
): Promise<void> {
  if (invocation === undefined || commandId === undefined) return;
  const { port } = run.surroundings;
  const output = await calls
    .withPatience(patienceMs)
    .read((call) => port.readOutput(commandId, invocation, call));
  run.outputs.set(instanceId, output);
}
