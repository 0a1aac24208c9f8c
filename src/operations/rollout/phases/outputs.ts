import { CallFailure } from "../../aws/call";
import { type Calls, WatchEnded } from "../../aws/calls";
import { account } from "../account";
import type { Invocation } from "../aws";
import { hasEnded, type Run, type WatchedCommand } from "../run";
import { lacksVerdict, statusText } from "../status";

/** Each is a call; a bad release fails in the same way everywhere. */
const mostOutputs = 50;
const patienceMs = 10_000;

/**
 * Listed invocations, each with the whole of its output where the list's part doesn't show how the script ended.
 *
 * @throws WatchEnded
 */
export async function withVerdicts(
  run: Run,
  calls: Calls,
  command: WatchedCommand,
  listed: readonly Invocation[],
): Promise<Invocation[]> {
  const seen: Invocation[] = [];
  let isReadable = true;
  for (const each of listed) {
    const before = command.invocations.get(each.instanceId);
    if (!lacksVerdict(each)) seen.push(each);
    else if (before !== undefined && isRead(before, each, command))
      seen.push({ ...each, output: before.output, isWhole: true });
    else {
      const { commandId } = command;
      const whole: Invocation | undefined = isReadable
        ? await readWhole(run, calls, commandId, each)
        : undefined;
      isReadable = whole !== undefined;
      seen.push(whole ?? each);
    }
  }
  return seen;
}

/** Once is enough, until the command has ended: then what is late may still come. */
function isRead(before: Invocation, now: Invocation, command: WatchedCommand): boolean {
  const isSame = before.isWhole && statusText(before) === statusText(now);
  return isSame && !(lacksVerdict(before) && hasEnded(command));
}

/** Undefined where it can't be read. */
async function readWhole(
  run: Run,
  calls: Calls,
  commandId: string,
  listed: Invocation,
): Promise<Invocation | undefined> {
  const { port } = run.surroundings;
  try {
    const output = await calls
      .withPatience(patienceMs)
      .read((call) => port.readOutput(commandId, listed, call));
    // The agent's own sentence may stand in the list alone.
    return { ...listed, output: output.tail === "" ? listed.output : output, isWhole: true };
  } catch (error) {
    if (!(error instanceof CallFailure)) throw error;
    run.note(`The output of ${listed.instanceId} is missing: ${error.message}`);
    return undefined;
  }
}

/** Fetches the end of what failed runs wrote. It is of use, and no more: without it the report stands. */
export async function fetchOutputs(run: Run, calls: Calls): Promise<void> {
  const failed = account(run).filter((each) => each.class === "failed");
  if (failed.length > mostOutputs)
    run.note(`The output of ${mostOutputs} of ${failed.length} failed instances was fetched`);
  try {
    for (const { commandId = "", invocation } of failed.slice(0, mostOutputs)) {
      const command = run.commands.get(commandId);
      if (command === undefined || invocation === undefined || invocation.isWhole) continue;
      const whole = await readWhole(run, calls, commandId, invocation);
      if (whole === undefined) return;
      run.take(command, whole);
    }
  } catch (error) {
    if (!(error instanceof WatchEnded)) throw error;
    run.note(`The output of failed instances is missing: ${error.message}`);
  }
}
