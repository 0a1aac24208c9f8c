import { CallFailure } from "../../aws/call";
import type { Calls } from "../../aws/calls";
import type { Command } from "../aws";
import { hasEnded, type Run, type WatchedCommand } from "../run";
import { maySayMore } from "../status";
import { commandWith } from "./conflict";
import { readVerdicts, takeListed } from "./outputs";

/** For how long a command, or an invocation of it, may not be visible yet. */
const visibilityMs = 30_000;
/** Between two polls once a rollout has lasted a while. */
const longestIntervalMs = 15_000;
/** The interval grows with the time that has passed: a poll costs at most so much of it. */
const intervalShare = 0.05;

/** What the watch remembers of a command between two polls. */
interface Eye {
  /** When something was last missing for the first time; undefined while nothing is. */
  missingSince: number | undefined;
  /** The parent's counts when the invocations were last listed. */
  listedAt: string | undefined;
  /** When fewer invocations than targets were listed for the first time. */
  fewerSince: number | undefined;
}

/**
 * Watches the rollout's commands until all have ended and every invocation has said its last word, or
 * could have. A poll is one call for each command; invocations are listed only when the counts have moved.
 *
 * @param pollIntervalMs at the beginning; it grows as the rollout lasts
 * @param afterFirstPause done once, while it watches
 * @throws WatchEnded, CallFailure when the watch is refused, not answered, or sees no command
 */
export async function watch(
  run: Run,
  calls: Calls,
  pollIntervalMs: number,
  afterFirstPause?: () => Promise<void>,
): Promise<void> {
  const { clock } = run.surroundings;
  const eyes = new Map<string, Eye>();
  const start = clock.now();
  for (let poll = 0; ; poll += 1) {
    if (poll === 1) await afterFirstPause?.();
    let isWatching = false;
    for (const command of run.commands.values()) {
      const eye = eyes.get(command.commandId) ?? newEye();
      eyes.set(command.commandId, eye);
      if (!(await lookAt(run, calls, command, eye))) isWatching = true;
    }
    if (!isWatching) return;
    await calls.pause(interval(pollIntervalMs, clock.now() - start));
  }
}

function newEye(): Eye {
  return { missingSince: undefined, listedAt: undefined, fewerSince: undefined };
}

function interval(shortest: number, elapsed: number): number {
  return Math.max(shortest, Math.min(longestIntervalMs, elapsed * intervalShare));
}

/** One poll of one command; says whether there is nothing more to see. */
async function lookAt(run: Run, calls: Calls, command: WatchedCommand, eye: Eye): Promise<boolean> {
  if (command.isSettled) return true;
  const now = run.surroundings.clock.now();
  const seen = await commandWith(command.commandId, run, calls);
  if (seen === undefined) {
    eye.missingSince ??= now;
    if (now - eye.missingSince < visibilityMs) return false;
    const what = `The command ${command.commandId} is not listed after ${visibilityMs / 1000} s`;
    throw new CallFailure("not found", what);
  }
  command.seen = seen;

  const counts = countsOf(seen);
  // A pending command has nothing to list yet.
  const mayHaveMore = eye.fewerSince !== undefined && now - eye.fewerSince < visibilityMs;
  const isNews = counts !== eye.listedAt && seen.status !== "Pending";
  if (isNews || mayHaveMore || hasEnded(command)) {
    await listInvocations(run, calls, command);
    eye.listedAt = counts;
    if (command.invocations.size >= seen.targetCount) eye.fewerSince = undefined;
    else eye.fewerSince ??= now;
  }
  if (!hasEnded(command)) {
    eye.missingSince = undefined;
    return false;
  }
  eye.missingSince ??= now;
  command.isSettled = isComplete(command) || now - eye.missingSince >= visibilityMs;
  return command.isSettled;
}

/** What a page says stays known, whatever becomes of the next one and of the outputs. */
async function listInvocations(run: Run, calls: Calls, command: WatchedCommand): Promise<void> {
  try {
    await calls.readAll(
      (page) => run.surroundings.port.listInvocations(command.commandId, page),
      (invocation) => takeListed(command, invocation),
    );
  } catch (error) {
    if (!(error instanceof CallFailure) || error.kind !== "not found") throw error;
  }
  await readVerdicts(run, calls, command);
  run.tell(command);
}

/** Whether a terminal command has listed as many invocations as it had targets, each to its end. */
function isComplete({ seen, invocations }: WatchedCommand): boolean {
  if (invocations.size < (seen?.targetCount ?? 0)) return false;
  for (const invocation of invocations.values()) if (maySayMore(invocation)) return false;
  return true;
}

function countsOf(command: Command): string {
  const { status, statusDetails, targetCount, completedCount, errorCount, deliveryTimedOutCount } =
    command;
  return [
    status,
    statusDetails,
    targetCount,
    completedCount,
    errorCount,
    deliveryTimedOutCount,
  ].join();
}
