import { CallFailure } from "../../aws/call";
import { type Calls, requestTimeoutMs, WatchEnded } from "../../aws/calls";
import { type Cause, causeOf, firstCause } from "../../report/causes";
import type { Command, DocumentVersion, SendRequest } from "../aws";
import { commentOf, runMarkOf } from "../comment";
import type { Run } from "../run";
import { ownCommands } from "./conflict";

/** How often a throttled send is sent again. */
const throttledResends = 3;
/** For how long a command is looked for that was perhaps sent. */
const lookMs = 15_000;
const lookIntervalMs = 1_000;

/** What became of a send. */
export type Sending =
  | { readonly kind: "sent"; readonly command: Command }
  | {
      readonly kind: "not sent" | "perhaps sent";
      readonly reason: string;
      readonly cause: Cause | null;
    };

type Unsent = Exclude<Sending, { readonly kind: "sent" }>;

/** The request of a pass: 0 goes to the environment's tag, the others to instances by their ids. */
export function sendRequest(
  { target, runId }: Run,
  document: DocumentVersion,
  pass: number,
  instanceIds: readonly string[],
): SendRequest {
  return {
    documentName: target.documentName,
    documentVersion: document.version,
    documentHash: document.hash,
    documentHashType: document.hashType,
    to: pass === 0 ? { environmentId: target.environmentId } : { instanceIds },
    comment: commentOf({ runId: runId ?? "", pass }),
    maxConcurrency: target.maxConcurrency,
    maxErrors: target.maxErrors,
    deliveryTimeoutSeconds: target.deliveryTimeoutSeconds,
    logGroupName: target.logGroupName,
  };
}

/**
 * Sends a command. A send without a usable answer may have happened: the command is looked for by its run
 * id, and sent a second time only when it isn't there.
 */
export async function send(run: Run, calls: Calls, request: SendRequest): Promise<Sending> {
  const doubts: Unsent[] = [];
  const throttles = { left: throttledResends };
  try {
    for (let round = 1; round <= 2; round += 1) {
      const answer = await sendPatiently(run, calls, request, throttles);
      if (answer.kind === "sent") return answer;
      if (answer.kind === "not sent" && doubts.length === 0) return answer;
      doubts.push(answer);
      run.surroundings.onProgress({
        kind: "note",
        text: `${answer.reason}: looking for the command, which may have been sent`,
      });
      const found = await lookFor(run, calls, request);
      if (found !== undefined) return { kind: "sent", command: found };
    }
  } catch (error) {
    return afterFailure(error, doubts);
  }
  const looked = `no command with the run id ${run.runId} is there after ${lookMs / 1000} s`;
  return unsent("not sent", doubts, looked);
}

/** Sends, and sends again only what was throttled, because that did not happen. */
async function sendPatiently(
  { surroundings }: Run,
  calls: Calls,
  request: SendRequest,
  throttles: { left: number },
): Promise<Sending> {
  const { port, stop, onProgress } = surroundings;
  for (let attempt = 0; ; attempt += 1) {
    calls.check();
    try {
      // Once it has begun it may take its time: an answer names the command, and no answer is a doubt.
      const call = { signal: stop, timeoutMs: requestTimeoutMs };
      return { kind: "sent", command: await port.sendCommand(request, call) };
    } catch (error) {
      if (!(error instanceof CallFailure)) throw error;
      const why = { reason: error.message, cause: error.knownCause };
      if (error.kind === "unavailable") return { kind: "perhaps sent", ...why };
      if (error.kind !== "throttled" || throttles.left === 0) return { kind: "not sent", ...why };
      throttles.left -= 1;
      onProgress({ kind: "note", text: `${error.message}: sending again` });
      await calls.backOff(attempt + 2);
    }
  }
}

/**
 * The command of a send that was perhaps carried out.
 *
 * @throws CallFailure when the last look was not answered: then it can't be said that it isn't there
 */
async function lookFor(run: Run, calls: Calls, request: SendRequest): Promise<Command | undefined> {
  const { clock } = run.surroundings;
  const wanted = runMarkOf(request.comment);
  const start = clock.now();
  for (;;) {
    const left = Math.max(0, lookMs - (clock.now() - start));
    const commands = await ownCommands(run, calls.withPatience(left), start);
    const found = commands.find(({ comment }) => runMarkOf(comment)?.pass === wanted?.pass);
    if (found !== undefined || left === 0) return found;
    await calls.pause(Math.min(lookIntervalMs, left));
  }
}

/** @throws the error, when it came before there was a doubt */
function afterFailure(error: unknown, doubts: readonly Unsent[]): Sending {
  if (doubts.length === 0) throw error;
  if (error instanceof WatchEnded || error instanceof CallFailure) {
    const looked = `looking for its command ended without an answer: ${error.message}`;
    return unsent("perhaps sent", doubts, looked, causeOf(error));
  }
  throw error;
}

function unsent(
  kind: Unsent["kind"],
  doubts: readonly Unsent[],
  looked: string,
  cause: Cause | null = null,
): Sending {
  const reason = [...doubts.map((doubt) => doubt.reason), looked].join("; ");
  return { kind, reason, cause: firstCause(cause, ...doubts.map((doubt) => doubt.cause)) };
}
