import { CallFailure } from "../../aws/call";
import type { Calls } from "../../aws/calls";
import { inService } from "../../aws/group/group";
import { uncovered } from "../account";
import type { Group } from "../aws";
import type { Run } from "../run";
import { adoptOwn, cancelOwn } from "./conflict";
import { mostPasses, sendPass } from "./further-pass";
import { watch } from "./watch";

/**
 * Compares what the commands reached with what is in service now, and sends to what they didn't reach:
 * instances launched since, or left out.
 *
 * @param mayPass whether further passes may be sent
 * @throws WatchEnded, CallFailure
 */
export async function reconcile(
  run: Run,
  calls: Calls,
  { pollIntervalMs, mayPass }: { readonly pollIntervalMs: number; readonly mayPass: boolean },
): Promise<void> {
  await adoptOwn(run, calls);
  if (run.gaveWayTo !== undefined) await cancelOwn(run, calls);
  await watch(run, calls, pollIntervalMs);
  for (;;) {
    const serving = inService(await listGroupAgain(run, calls));
    for (const instanceId of serving) run.expected.add(instanceId);
    const rest = uncovered(run, serving);
    const pass = 1 + Math.max(...[...run.commands.values()].map((command) => command.pass));
    if (rest.length === 0 || !mayPass || pass > mostPasses) return;
    if (!(await sendPass(run, calls, { pass, instanceIds: rest, pollIntervalMs }))) return;
  }
}

async function listGroupAgain(run: Run, calls: Calls): Promise<Group> {
  const { groupName } = run.target;
  const group = await calls.read((call) => run.surroundings.port.describeGroup(groupName, call));
  if (group === undefined)
    throw new CallFailure("not found", `The auto scaling group ${groupName} is no longer there`);
  run.groupAtEnd = group;
  return group;
}
