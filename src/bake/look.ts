import type { Calls } from "../rollout/calls";
import type { Alarm, BakePort } from "./port";
import type { TargetReport } from "./report";

export interface BakeTarget {
  readonly environment: string;
  readonly region: string;
  readonly groupName: string;
  readonly alarmName: string;
}

/** What one look has seen of an environment. */
export interface Look {
  readonly minimumInstances: number;
  readonly targets: readonly TargetReport[];
  readonly alarm: Alarm | undefined;
}

/** There is nothing that could be watched: the message says what is missing. */
export class NothingToWatch extends Error {
  override readonly name = "NothingToWatch";
}

/**
 * Looks at the auto scaling group, at the health of its targets, and at the composite alarm.
 *
 * @throws NothingToWatch
 * @throws WatchEnded, CallFailure when it can't be seen
 */
export async function look(
  { groupName, alarmName }: BakeTarget,
  port: BakePort,
  calls: Calls,
): Promise<Look> {
  const group = await calls.read((call) => port.describeGroup(groupName, call));
  if (group === undefined)
    throw new NothingToWatch(`The account has no auto scaling group ${groupName} in this region`);
  const [arn] = group.targetGroupArns;
  if (arn === undefined)
    throw new NothingToWatch(`The auto scaling group ${groupName} has no target group`);
  const listed = await calls.read((call) => port.targetHealth(arn, call));
  const alarm = await calls.read((call) => port.compositeAlarm(alarmName, call));

  const byId = new Map(listed.map((target) => [target.instanceId, target]));
  const ids = new Set([...group.inService, ...byId.keys()]);
  const targets = [...ids].map((instanceId) => {
    const { state = "not registered", reason, description } = byId.get(instanceId) ?? {};
    return {
      instanceId,
      inService: group.inService.includes(instanceId),
      state,
      reason: reason ?? null,
      description: description ?? null,
    };
  });
  return { minimumInstances: group.minimumSize, targets, alarm };
}

export function healthyCount({ targets }: Look): number {
  return targets.filter(({ state }) => state === "healthy").length;
}

/**
 * What isn't as it should be at one look, each by what it is about. An instance that the load balancer hasn't
 * judged yet (`initial`) is no trouble: the group may have launched it just now.
 */
export function troublesIn(seen: Look): Map<string, string> {
  const troubles = new Map<string, string>();
  const healthy = healthyCount(seen);
  if (healthy < seen.minimumInstances)
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
