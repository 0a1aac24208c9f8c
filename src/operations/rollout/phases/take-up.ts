import { CallFailure } from "../../aws/call";
import { type Calls, WatchEnded } from "../../aws/calls";
import { inService } from "../../aws/group/group";
import { ownGroup } from "../../aws/group/own-group";
import type { Command } from "../aws";
import { runMarkOf } from "../comment";
import { EarlyEnd, type Run } from "../run";
import { adoptOwn, commandWith } from "./conflict";

/**
 * Takes up a rollout by one of its commands, with all its other commands.
 *
 * @throws EarlyEnd when there is no such command, or when it isn't of this environment's document
 */
export async function takeUp(run: Run, calls: Calls, commandId: string): Promise<void> {
  try {
    const group = await ownGroup(run.target, run.surroundings.port, calls);
    const command = await ownCommand(run, calls, commandId);
    const mark = runMarkOf(command.comment);
    if (mark === undefined) {
      const what = `No rollout sent the command ${commandId}: its comment holds no run id`;
      throw unknownCommand(`${what}: name a command that a rollout's report names`);
    }
    run.runId = mark.runId;
    run.documentVersion = command.documentVersion ?? null;
    run.adopt(commandId, mark.pass).seen = command;
    for (const instanceId of inService(group)) run.expected.add(instanceId);
    await adoptOwn(run, calls);
  } catch (error) {
    const isUnanswered = error instanceof WatchEnded || error instanceof CallFailure;
    if (!isUnanswered) throw error;
    run.adopt(commandId, 0);
    throw error;
  }
}

async function ownCommand(run: Run, calls: Calls, commandId: string): Promise<Command> {
  const { documentName, environmentId, region } = run.target;
  // An id that can't be one is invalid; one that isn't there is not found.
  const found = await commandWith(commandId, run, calls, ["not found", "invalid"]);
  if (found === undefined) {
    const what = `There is no command ${commandId} in ${region}`;
    throw unknownCommand(`${what}: name one of ${environmentId}, of the last 30 days`);
  }
  if (found.documentName !== documentName) {
    const what = `The command ${commandId} is of the document ${found.documentName}, and ${environmentId} has ${documentName}`;
    throw unknownCommand(`${what}: name the environment that it is of`);
  }
  return found;
}

function unknownCommand(message: string): EarlyEnd {
  return new EarlyEnd("ERROR", message, "command-not-found");
}
