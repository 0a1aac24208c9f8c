import type { Health } from "../../estate/deployment";
import type { Calls } from "../aws/calls";
import { inService } from "../aws/group/group";
import type { Target } from "../aws/target-health";
import type { Cause } from "../report/causes";
import type { Alarm, BakePort } from "./aws";
import type { TargetReport } from "./report";

export interface BakeTarget extends Pick<Health, "groupName" | "alarmName"> {
  readonly environment: string;
}

/** What one look has seen of an environment. */
export interface Look {
  /** Null where no group is watched. */
  readonly minimumInstances: number | null;
  readonly targets: readonly TargetReport[];
  readonly alarm: Alarm | undefined;
}

/** There is nothing that could be watched: the message says what is missing. */
export class NothingToWatch extends Error {
  override readonly name = "NothingToWatch";
  readonly knownCause: Cause = "not-applied";
}

/**
 * Looks at the auto scaling group where there is one, at the health of its targets, and at the composite alarm.
 *
 * @throws NothingToWatch
 * @throws WatchEnded, CallFailure when it can't be seen
 */
export async function look(
  { groupName, alarmName }: BakeTarget,
  port: BakePort,
  calls: Calls,
): Promise<Look> {
  if (groupName === null) return alarmAlone(alarmName, port, calls);
  const group = await calls.read((call) => port.describeGroup(groupName, call));
  if (group === undefined)
    throw new NothingToWatch(`The account has no auto scaling group ${groupName} in this region`);
  if (group.targetGroupArns.length === 0)
    throw new NothingToWatch(`The auto scaling group ${groupName} has no target group`);
  const listed: Target[][] = [];
  for (const arn of group.targetGroupArns)
    listed.push(await calls.read((call) => port.targetHealth(arn, call)));
  const alarm = await calls.read((call) => port.compositeAlarm(alarmName, call));

  const serving = inService(group);
  const ids = new Set([...serving, ...listed.flat().map(({ instanceId }) => instanceId)]);
  const targets = [...ids].map((instanceId) => {
    const serves = serving.includes(instanceId);
    return { ...worst(instanceId, serves, listed), inService: serves };
  });
  return { minimumInstances: group.minimumSize, targets, alarm };
}

async function alarmAlone(alarmName: string, port: BakePort, calls: Calls): Promise<Look> {
  const alarm = await calls.read((call) => port.compositeAlarm(alarmName, call));
  if (alarm === undefined)
    throw new NothingToWatch(`The account has no composite alarm ${alarmName} in this region`);
  return { minimumInstances: null, targets: [], alarm };
}

/**
 * The worst state of an instance: it may be registered with several target groups, and with several ports of
 * one. An instance in service must be known to all target groups.
 */
function worst(
  instanceId: string,
  inService: boolean,
  targetGroups: readonly (readonly Target[])[],
): Target {
  const states = targetGroups.flatMap((listed) => {
    const own = listed.filter((target) => target.instanceId === instanceId);
    return own.length === 0 && inService
      ? [{ instanceId, state: "not registered", reason: null, description: null }]
      : own;
  });
  return states.reduce((one, other) => (badness(other) > badness(one) ? other : one));
}

function badness({ state }: Target): number {
  if (state === "healthy") return 0;
  return state === "initial" ? 1 : 2;
}

/** Healthy instances of the group: a target that the group doesn't have in service may leave at any time. */
export function healthyCount({ targets }: Look): number {
  return targets.filter(({ inService, state }) => inService && state === "healthy").length;
}

/**
 * What isn't as it should be at one look, each by what it is about. An instance that the load balancer hasn't
 * judged yet (`initial`) is no trouble: the group may have launched it just now.
 */
export function troublesIn(seen: Look): Map<string, string> {
  const troubles = new Map<string, string>();
  const healthy = healthyCount(seen);
  if (seen.minimumInstances !== null && healthy < seen.minimumInstances)
    troubles.set(
      "count",
      `${healthy} healthy targets, and the group's minimum is ${seen.minimumInstances}`,
    );
  for (const { instanceId, inService, state, reason, description } of seen.targets)
    if (inService && state !== "healthy" && state !== "initial")
      troubles.set(
        instanceId,
        [`${instanceId} is ${state}`, reason, description].filter(Boolean).join(": "),
      );
  return troubles;
}
