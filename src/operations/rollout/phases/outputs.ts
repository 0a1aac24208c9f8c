import { CallFailure } from "../../aws/call";
import { type Calls, WatchEnded } from "../../aws/calls";
import { account } from "../account";
import type { Invocation } from "../aws";
import { hasEnded, type Run, type WatchedCommand } from "../run";
import { lacksVerdict, statusText } from "../status";

/** Each is a call; a bad release fails in the same way everywhere. */
const mostOutputs = 50;
const patienceMs = 10_000;

/** Takes what a listing says of an invocation, and keeps the whole of its output where that was read. */
export function takeListed(command: WatchedCommand, listed: Invocation): void {
  // Of no instance, it accounts for none.
  if (listed.instanceId === "") return;
  const before = command.invocations.get(listed.instanceId);
  const isRead = before?.isWhole && statusText(before) === statusText(listed);
  // Once is enough, until the command has ended: then what is late may still come.
  const isKept = isRead && lacksVerdict(listed) && !(lacksVerdict(before) && hasEnded(command));
  const known = isKept ? { ...listed, output: before.output, isWhole: true } : listed;
  command.invocations.set(listed.instanceId, known);
}

/**
 * Reads the whole output of the command's invocations where the list's part doesn't show how the script ended.
 *
 * @throws WatchEnded
 */
export async function readVerdicts(run: Run, calls: Calls, command: WatchedCommand): Promise<void> {
  const lacking = [...command.invocations.values()].filter(lacksVerdict);
  await readWhole(
    run,
    calls,
    lacking.map((listed) => ({ command, listed })),
  );
}

/** Fetches the end of what failed runs wrote. It is of use, and no more: without it the report stands. */
export async function fetchOutputs(run: Run, calls: Calls): Promise<void> {
  const failed = account(run).filter((each) => each.class === "failed");
  if (failed.length > mostOutputs)
    run.note(`The output of ${mostOutputs} of ${failed.length} failed instances was fetched`);
  const wanted = failed.slice(0, mostOutputs).flatMap(({ commandId = "", invocation: listed }) => {
    const command = run.commands.get(commandId);
    return command === undefined || listed === undefined ? [] : { command, listed };
  });
  try {
    await readWhole(run, calls, wanted);
  } catch (error) {
    if (!(error instanceof WatchEnded)) throw error;
    run.note(`The output of failed instances is missing: ${error.message}`);
  }
}

interface Wanted {
  readonly command: WatchedCommand;
  readonly listed: Invocation;
}

/** One that can't be read says nothing of the others, unless nobody may read any. */
async function readWhole(run: Run, calls: Calls, wanted: readonly Wanted[]): Promise<void> {
  const { port } = run.surroundings;
  for (const { command, listed } of wanted) {
    if (listed.isWhole) continue;
    try {
      const read = await calls
        .withPatience(patienceMs)
        .read((call) => port.readOutput(command.commandId, listed, call));
      // The agent's own sentence may stand in the list alone, and so may what is late here.
      const { output: known } = listed;
      const isLess = read.verdict === undefined && known.verdict !== undefined;
      const output = isLess || read.tail === "" ? known : read;
      command.invocations.set(listed.instanceId, { ...listed, output, isWhole: true });
    } catch (error) {
      if (!(error instanceof CallFailure)) throw error;
      run.note(`The output of ${listed.instanceId} is missing: ${error.message}`);
      if (error.kind === "denied") return;
    }
  }
}
