import { CallFailure, type FailureKind } from "../../aws/call";
import type { Calls } from "../../aws/calls";
import type { Command, CommandQuery } from "../aws";
import { isRolloutsComment, runMarkOf } from "../comment";
import { hasEnded, type Run } from "../run";
import { isCancelled, isTerminal } from "../status";

/** A request signed by a clock that is further off is refused. */
const clockToleranceMs = 15 * 60_000;

/**
 * The command with that id; undefined where it isn't there, or isn't visible yet.
 *
 * @param absent the failures that say so
 */
export async function commandWith(
  commandId: string,
  { surroundings }: Run,
  calls: Calls,
  absent: readonly FailureKind[] = ["not found"],
): Promise<Command | undefined> {
  let found: Command | undefined;
  try {
    await calls.readAll(
      (page) => surroundings.port.listCommands({ commandId }, page),
      (command) => {
        if (command.commandId === commandId) found = command;
      },
    );
  } catch (error) {
    if (!(error instanceof CallFailure && absent.includes(error.kind))) throw error;
  }
  return found;
}

/** Commands of the environment's document. */
async function documentCommands(
  { target, surroundings }: Run,
  calls: Calls,
  filter: { readonly executing?: true; readonly invokedAfter?: number },
): Promise<Command[]> {
  const query: CommandQuery = { documentName: target.documentName, ...filter };
  const commands = new Map<string, Command>();
  await calls.readAll(
    (page) => surroundings.port.listCommands(query, page),
    (command) => commands.set(command.commandId, command),
  );
  return [...commands.values()].filter(({ documentName }) => documentName === target.documentName);
}

/** Executing commands of the environment's document that aren't this rollout's. */
export async function executingOthers(run: Run, calls: Calls): Promise<Command[]> {
  const executing = await documentCommands(run, calls, { executing: true });
  return executing.filter((command) => !isTerminal(command) && !isOwn(run, command));
}

/**
 * Commands with this rollout's run id, however they came to be.
 *
 * @param since when the first of them was sent
 */
export async function ownCommands(run: Run, calls: Calls, since: number): Promise<Command[]> {
  const filter = { invokedAfter: since - clockToleranceMs };
  const commands = await documentCommands(run, calls, filter);
  return commands.filter((command) => isOwn(run, command));
}

/** Takes up what else was sent with this rollout's run id: by a send in doubt, or by a run before. */
export async function adoptOwn(run: Run, calls: Calls): Promise<void> {
  const { clock } = run.surroundings;
  const requested = [...run.commands.values()].map(({ seen }) => seen?.requestedAt ?? clock.now());
  const since = Math.min(run.startedAt, ...requested);
  for (const command of await ownCommands(run, calls, since)) {
    const pass = runMarkOf(command.comment)?.pass ?? 0;
    run.adopt(command.commandId, pass).seen ??= command;
  }
}

/**
 * Cancels those of the rollout's commands that aren't known to have ended, each of them, whatever becomes of
 * the others.
 *
 * @throws CallFailure, WatchEnded of the first that could not be cancelled
 */
export async function cancelOwn(run: Run, calls: Calls): Promise<void> {
  const failures: unknown[] = [];
  for (const command of run.commands.values()) {
    if (hasEnded(command) || (command.seen !== undefined && isCancelled(command.seen))) continue;
    try {
      await calls.read((call) => run.surroundings.port.cancelCommand(command.commandId, call));
      run.note(`Systems Manager was told to cancel the command ${command.commandId}`);
    } catch (error) {
      failures.push(error);
    }
  }
  if (failures.length > 0) throw failures[0];
}

/**
 * Gives way where two rollouts were sent at the same time: the later command is cancelled, and the other
 * rollout comes to the opposite decision.
 */
export async function giveWayToEarlier(run: Run, calls: Calls, own: Command): Promise<void> {
  if (run.gaveWayTo !== undefined) return;
  const others = await executingOthers(run, calls);
  const earlier = others.find((other) => givesWay(own, other));
  if (earlier === undefined) return;
  run.gaveWayTo = earlier.commandId;
  run.note(`The command ${own.commandId} gives way to ${earlier.commandId} of another rollout`);
  // A send in doubt may have made a second command, which must not go on either.
  await adoptOwn(run, calls);
  await cancelOwn(run, calls);
}

/** By its id; or by its run id, in the words that only a rollout writes. */
function isOwn({ runId, commands }: Run, { commandId, comment }: Command): boolean {
  if (commands.has(commandId)) return true;
  return runId !== null && isRolloutsComment(comment) && runMarkOf(comment)?.runId === runId;
}

/**
 * Whether the first of two commands gives way: the one that was requested later, and of two at the same
 * time the one with the greater id, so that both rollouts come to the same decision.
 */
export function givesWay(own: Command, other: Command): boolean {
  const ownTime = own.requestedAt ?? Number.POSITIVE_INFINITY;
  const otherTime = other.requestedAt ?? Number.POSITIVE_INFINITY;
  return ownTime === otherTime ? own.commandId > other.commandId : ownTime > otherTime;
}
