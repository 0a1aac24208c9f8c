import type { Calls } from "../../aws/calls";
import type { DocumentVersion } from "../aws";
import type { Run } from "../run";
import { isCancelled, isError, normalised, refusal, statusText } from "../status";
import { executingOthers, giveWayToEarlier } from "./conflict";
import { agentStates } from "./preflight";
import { send, sendRequest } from "./send";
import { watch } from "./watch";

/** Further passes of one rollout. */
export const mostPasses = 2;
/** Instance ids that one SendCommand takes. */
const idsPerCommand = 50;

export interface Pass {
  readonly pass: number;
  readonly instanceIds: readonly string[];
  readonly pollIntervalMs: number;
}

/**
 * Sends the same document with the same run id to instances by their ids, one command after the other,
 * and watches each to its end.
 *
 * @returns whether all of it was sent
 * @throws WatchEnded, CallFailure
 */
export async function sendPass(run: Run, calls: Calls, wanted: Pass): Promise<boolean> {
  const reachable = await reachableOf(run, calls, wanted.instanceIds);
  if (reachable.length === 0) return false;
  const document = await sameDocument(run, calls);
  for (let start = 0; start < reachable.length; start += idsPerCommand) {
    const [other] = await executingOthers(run, calls);
    run.gaveWayTo ??= other?.commandId;
    const stopped = whyStopped(run);
    if (stopped !== undefined) {
      run.note(`Nothing more was sent: ${stopped}`);
      return false;
    }
    const instanceIds = reachable.slice(start, start + idsPerCommand);
    const request = sendRequest(run, document, wanted.pass, instanceIds);
    const sending = await send(run, calls, request);
    if (sending.kind !== "sent") {
      const what = `A further pass to ${instanceIds.length} instances was ${sending.kind}`;
      run.note(`${what}: ${sending.reason}`);
      if (sending.kind === "perhaps sent") for (const id of instanceIds) run.doubtful.add(id);
      return false;
    }
    run.adopt(sending.command.commandId, wanted.pass);
    // What is in service must be looked up again after it.
    run.groupAtEnd = undefined;
    await giveWayToEarlier(run, calls, sending.command);
    await watch(run, calls, wanted.pollIntervalMs);
  }
  return true;
}

async function reachableOf(
  run: Run,
  calls: Calls,
  instanceIds: readonly string[],
): Promise<string[]> {
  const states = await agentStates(run, calls);
  const reachable = instanceIds.filter((id) => states.get(id) === "Online");
  const rest = instanceIds.length - reachable.length;
  if (rest > 0)
    run.note(`Systems Manager can't reach ${rest} of the instances that a further pass is for`);
  return reachable;
}

/** The version that the rollout's commands have. */
async function sameDocument(run: Run, calls: Calls): Promise<DocumentVersion> {
  const { port } = run.surroundings;
  const version = run.documentVersion ?? undefined;
  return calls.read((call) => port.describeDocument(run.target.documentName, version, call));
}

/**
 * Why nothing more may be sent; undefined when it may. A bad release must not reach more instances through
 * a further pass than the error threshold of the commands before has let through.
 */
function whyStopped({ commands, gaveWayTo, target }: Run): string | undefined {
  if (gaveWayTo !== undefined) return `the command ${gaveWayTo} of another rollout goes first`;
  let failures = 0;
  for (const { seen, invocations } of commands.values()) {
    if (seen !== undefined && isCancelled(seen)) return "a command was cancelled";
    const refused = seen && refusal(seen);
    if (refused !== undefined) return `Systems Manager ended a command with ${refused}`;
    let listed = 0;
    for (const invocation of invocations.values()) {
      if (normalised(statusText(invocation)) === "terminated")
        return "Systems Manager stopped a command at its error threshold";
      if (isError(invocation)) listed += 1;
    }
    // Systems Manager may have counted more than it lists.
    failures += Math.max(listed, seen?.errorCount ?? 0);
  }
  return failures > target.maxErrors
    ? `${failures} failed, and ${target.maxErrors} may`
    : undefined;
}
