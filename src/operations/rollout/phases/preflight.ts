import { CallFailure } from "../../aws/call";
import type { Calls } from "../../aws/calls";
import { inService } from "../../aws/group/group";
import { ownGroup } from "../../aws/group/own-group";
import { holdOf } from "../../aws/hold";
import { inStandby } from "../account";
import type { DocumentVersion, Group } from "../aws";
import type { Gate } from "../gate";
import { EarlyEnd, type Run } from "../run";
import { executingOthers } from "./conflict";
import { chooseSource } from "./restore-point";
import { listed, refuseDuringRefresh, refuseTooFewServing } from "./service";

export interface PreflightOptions {
  readonly gate: Gate;
  /** Go on though an instance can't be reached. */
  readonly allowOffline: boolean;
}

/**
 * Checks, before anything is sent, that the rollout may begin and can reach every expected instance.
 *
 * @returns the document version to send
 * @throws EarlyEnd with what ends the rollout here, CallFailure, WatchEnded
 */
export async function preflight(run: Run, options: PreflightOptions): Promise<DocumentVersion> {
  const { target, surroundings } = run;
  const { gate } = options;
  if (!gate.open) throw new EarlyEnd("ERROR", gate.reasons.join("; "), gate.cause);
  run.note(gate.note);

  const calls = run.preflightCalls();
  const group = await ownGroup(run.target, run.surroundings.port, calls);
  for (const instanceId of inService(group)) run.expected.add(instanceId);
  surroundings.onProgress({ kind: "expected", instanceIds: [...run.expected] });
  await refuseHeld(run, calls);
  const standby = inStandby(group);
  if (standby.length > 0) run.note(`In standby, and not counted: ${standby.join(", ")}`);
  if (run.expected.size === 0) throw nobodyExpected(run, group);
  await refuseDuringRefresh(run, calls);
  await refuseTooFewServing(run, calls, group);
  chooseSource(run, group);

  await findOffline(run, calls);
  if (run.offline.size > 0) refuseOrNote(run, options);

  const document = await calls.read((call) =>
    surroundings.port.describeDocument(target.documentName, undefined, call),
  );
  run.documentVersion = document.version;
  if (document.status !== "Active") {
    const what = `The document ${target.documentName} is ${document.status}, and only an active one can be sent`;
    const remedy = "apply the environment's infrastructure first";
    throw new EarlyEnd("ERROR", `${what}: ${remedy}`, "not-applied");
  }
  const [other] = await executingOthers(run, calls);
  if (other !== undefined) {
    const what = `Another rollout of ${target.environmentId} is running, command ${other.commandId}`;
    throw new EarlyEnd("CONFLICT", `${what}: wait for its end, or resume it`);
  }
  return document;
}

/** What can't be read is no leave to send: the instances would read it as little. */
export async function refuseHeld({ target, surroundings }: Run, calls: Calls): Promise<void> {
  const name = target.updatesParameter;
  let value: string | undefined;
  let why = "";
  try {
    value = (await calls.read((call) => surroundings.port.readParameter(name, call)))?.value;
  } catch (error) {
    if (!(error instanceof CallFailure)) throw error;
    why = ` (${error.message})`;
  }
  const hold = holdOf(name, value);
  if (hold === null) return;
  throw new EarlyEnd("CONFLICT", `Nothing was sent, because ${hold}${why}`, "updates-held");
}

function nobodyExpected({ target }: Run, { desiredCapacity }: Group): EarlyEnd {
  return desiredCapacity === 0
    ? new EarlyEnd(
        "SUCCEEDED",
        `The desired capacity of ${target.groupName} is 0: there is nothing to update, and nothing was sent`,
      )
    : new EarlyEnd(
        "ERROR",
        `No instance of ${target.groupName} is in service, and ${desiredCapacity} should be: find out why first`,
        "nobody-in-service",
      );
}

async function findOffline(run: Run, calls: Calls): Promise<void> {
  const states = await agentStates(run, calls);
  for (const instanceId of run.expected) {
    const state = states.get(instanceId) ?? "not registered";
    if (state !== "Online") run.offline.set(instanceId, state);
  }
}

/** The state of every agent of the environment, by instance. */
export async function agentStates(run: Run, calls: Calls): Promise<ReadonlyMap<string, string>> {
  const { port } = run.surroundings;
  const states = new Map<string, string>();
  await calls.readAll(
    (page) => port.listManagedNodes(run.target.environmentId, page),
    ({ instanceId, pingStatus }) => states.set(instanceId, pingStatus),
  );
  return states;
}

function refuseOrNote(run: Run, { allowOffline }: PreflightOptions): void {
  const what = `Systems Manager can't reach ${listed(run.offline)}`;
  if (!allowOffline) {
    throw new EarlyEnd(
      "ERROR",
      `${what}: mend the agents or replace the instances, or leave them out with --allow-offline`,
      "agent-offline",
    );
  }
  run.note(`${what}: allowed by --allow-offline`);
}
