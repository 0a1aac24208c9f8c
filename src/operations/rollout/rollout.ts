import { type Calls, failureText, WatchEnded } from "../aws/calls";
import { causeOf, firstCause } from "../report/causes";
import { countsOf } from "../report/counts";
import { account, outcomeOf, stillThere, unaccountedInvocations } from "./account";
import type { DocumentVersion } from "./aws";
import type { Gate } from "./gate";
import { cancelOwn, giveWayToEarlier } from "./phases/conflict";
import { fetchOutputs } from "./phases/outputs";
import { preflight, refuseHeld } from "./phases/preflight";
import { reconcile } from "./phases/reconcile";
import { makeRestorePoint, tidyRestorePoints } from "./phases/restore-point";
import { send, sendRequest } from "./phases/send";
import { takeUp } from "./phases/take-up";
import { watch } from "./phases/watch";
import { instanceClasses, type Outcome, type RolloutReport } from "./report";
import { type Ending, reportOf } from "./report-of";
import { EarlyEnd, Run } from "./run";
import { refusal } from "./status";
import type { Phase, RolloutTarget, Surroundings } from "./surroundings";

/** What is asked for. */
export type RolloutRequest = (
  | {
      readonly kind: "start";
      readonly gate: Gate;
      readonly dryRun: boolean;
      readonly allowOffline: boolean;
      /** That is checked out, for the restore point; null where it isn't known. */
      readonly commit: string | null;
    }
  | { readonly kind: "resume"; readonly commandId: string }
  | { readonly kind: "cancel"; readonly commandId: string }
) &
  WatchLimits;

export interface WatchLimits {
  /** Between two polls at the beginning, in milliseconds; it grows as the rollout lasts. */
  readonly pollIntervalMs: number;
  /** For everything after the send, in milliseconds. */
  readonly watchTimeoutMs: number;
}

export const defaultWatchLimits: WatchLimits = {
  pollIntervalMs: 2_000,
  watchTimeoutMs: 120 * 60_000,
};

/**
 * Sends the environment's document to its instances, watches, and accounts for every one of them:
 * PREFLIGHT, SEND, WATCH, RECONCILE, REPORT. Never throws: whatever happens is the report's outcome.
 *
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/run-command.html
 */
export async function rollout(
  target: RolloutTarget,
  request: RolloutRequest,
  surroundings: Surroundings,
): Promise<RolloutReport> {
  const run = new Run(target, surroundings);
  let ending: Ending;
  try {
    ending = await carryOut(run, request);
  } catch (error) {
    ending = endingOf(run, error);
  }
  enter(run, "REPORT");
  return reportOf(run, ending);
}

async function carryOut(run: Run, request: RolloutRequest): Promise<Ending> {
  if (request.kind === "start") return start(run, request);
  enter(run, "PREFLIGHT");
  await takeUp(run, run.preflightCalls(), request.commandId);
  const calls = run.watchCalls(request.watchTimeoutMs);
  if (request.kind === "cancel") await cancelOwn(run, calls);
  return follow(run, calls, request, request.kind === "resume");
}

async function start(run: Run, request: RolloutRequest & { kind: "start" }): Promise<Ending> {
  if (!request.dryRun) run.runId = run.surroundings.chance.newRunId();
  enter(run, "PREFLIGHT");
  const document = await preflightOrEnd(run, request);
  if (request.dryRun) return { outcome: "DRY_RUN", reason: whatWouldBeSent(run, document) };

  enter(run, "RESTORE_POINT");
  await makeRestorePoint(run, run.preflightCalls(), request);
  // That took minutes, in which somebody may have begun a rollback.
  await refuseHeld(run, run.preflightCalls());

  enter(run, "SEND");
  const sending = await send(run, run.preflightCalls(), sendRequest(run, document, 0, []));
  if (sending.kind !== "sent") {
    const [outcome, what] =
      sending.kind === "not sent"
        ? (["ERROR", "Nothing was sent"] as const)
        : (["UNKNOWN", "The command was perhaps sent"] as const);
    throw new EarlyEnd(outcome, `${what}: ${sending.reason}`, sending.cause);
  }
  run.adopt(sending.command.commandId, 0);

  const calls = run.watchCalls(request.watchTimeoutMs);
  await giveWayToEarlier(run, calls, sending.command);
  // Lists lag behind: the other of two rollouts may be seen only now.
  const lookAgain = () => giveWayToEarlier(run, calls, sending.command);
  return follow(run, calls, request, true, lookAgain);
}

/** A refusal is what a dry run reports too; that there is nothing to do is none. */
async function preflightOrEnd(
  run: Run,
  request: RolloutRequest & { kind: "start" },
): Promise<DocumentVersion> {
  try {
    return await preflight(run, request);
  } catch (error) {
    if (error instanceof EarlyEnd && error.outcome === "SUCCEEDED" && request.dryRun)
      throw new EarlyEnd("DRY_RUN", error.message);
    throw error;
  }
}

/** From WATCH to the end of RECONCILE. */
async function follow(
  run: Run,
  calls: Calls,
  { pollIntervalMs }: WatchLimits,
  mayPass: boolean,
  lookAgain?: () => Promise<void>,
): Promise<Ending> {
  enter(run, "WATCH");
  await watch(run, calls, pollIntervalMs, lookAgain);
  enter(run, "RECONCILE");
  await reconcile(run, calls, { pollIntervalMs, mayPass });
  await fetchOutputs(run, calls);
  const ending = knownEnding(run);
  if (mayPass) await tidyRestorePoints(run, calls, ending.outcome === "SUCCEEDED");
  return ending;
}

function enter({ surroundings }: Run, phase: Phase): void {
  surroundings.onProgress({ kind: "phase", phase });
}

/** What the instances say, once every command has ended. */
function knownEnding(run: Run): Ending {
  const accounted = account(run);
  const classes = accounted.map((each) => each.class);
  const there = run.groupAtEnd === undefined ? new Set() : stillThere(run.groupAtEnd);
  const unaccounted = unaccountedInvocations(run);
  const counts = countsOf(instanceClasses, classes);
  if (unaccounted > 0) counts.push(`${unaccounted} not listed`);
  const outcome = outcomeOf({
    classes,
    unaccountedInvocations: unaccounted,
    updatedStillRuns: accounted.some(
      (each) => each.class === "updated" && there.has(each.instanceId),
    ),
    desiredCapacity: run.groupAtEnd?.desiredCapacity,
  });
  const refused = refusedCommands(run);
  const reason = [`Instances: ${counts.join(", ") || "none"}`, ...refused].join("; ");
  const cause = refused.length > 0 ? "command-refused" : null;
  if (run.doubtful.size > 0) {
    // A command that was perhaps sent may run now.
    return { outcome: "UNKNOWN", reason: `${reason}; a further pass was perhaps sent`, cause };
  }
  if (run.gaveWayTo === undefined) return { outcome, reason, cause };
  const what = `Another rollout of ${run.target.environmentId} is running, command ${run.gaveWayTo}`;
  return { outcome: "CONFLICT", reason: `${what}, and this one gave way. ${reason}` };
}

/** What Systems Manager says of commands that it carried out nowhere. */
function refusedCommands({ commands }: Run): string[] {
  return [...commands.values()].flatMap(({ commandId, seen }) => {
    const word = seen && refusal(seen);
    return word === undefined ? [] : `Systems Manager ended the command ${commandId} with ${word}`;
  });
}

function endingOf(run: Run, error: unknown): Ending {
  const cause = causeOf(error);
  if (error instanceof EarlyEnd) return { outcome: error.outcome, reason: error.message, cause };
  const reason = failureText(error);
  if (run.commands.size === 0)
    return { outcome: "ERROR", reason: `Nothing was sent: ${reason}`, cause };
  if (run.hasEnded()) {
    const known = knownEnding(run);
    return {
      ...known,
      reason: `${known.reason}; the comparison with the group ended early: ${reason}`,
      cause: firstCause(cause, known.cause ?? null),
    };
  }
  return { outcome: unfinishedOutcome(run, error), reason, cause };
}

/** With commands that aren't known to have ended. */
function unfinishedOutcome({ commands }: Run, error: unknown): Outcome {
  if (!(error instanceof WatchEnded)) return "UNKNOWN";
  const wasAnswered = [...commands.values()].every(({ seen }) => seen !== undefined);
  return error.why !== "time limit" || wasAnswered ? "IN_PROGRESS" : "UNKNOWN";
}

function whatWouldBeSent({ target, expected, source }: Run, document: DocumentVersion): string {
  const { documentName, environmentId, maxConcurrency, maxErrors } = target;
  const before =
    source === undefined ? "Would" : `Would make a restore point of ${source}, and then`;
  return `${before} send ${documentName}, version ${document.version}, to the instances with the tag EnvironmentId = ${environmentId} (${expected.size} in service), ${maxConcurrency} at a time, and stop when more than ${maxErrors} fail`;
}
