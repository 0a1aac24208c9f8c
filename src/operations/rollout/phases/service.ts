import type { Calls } from "../../aws/calls";
import { isOver } from "../../aws/group/instance-refresh";
import type { Group } from "../aws";
import { EarlyEnd, type Run } from "../run";

/** An instance refresh replaces instances while a rollout takes others out of service. */
export async function refuseDuringRefresh(run: Run, calls: Calls): Promise<void> {
  const { groupName } = run.target;
  await calls.readAll(
    (page) => run.surroundings.port.listRefreshes(groupName, page),
    (refresh) => {
      if (isOver(refresh)) return;
      throw new EarlyEnd(
        "ERROR",
        `The instance refresh ${refresh.refreshId} of ${groupName} isn't over, it is ${refresh.status}: wait for its end, or cancel it; then roll out`,
        "instance-refresh-running",
      );
    },
  );
}

/**
 * An instance serves nobody while it updates: the others must be able to carry the load. So each that Auto
 * Scaling has in service must be one that the load balancer calls healthy. Where it calls none so, it sends requests to
 * all of them, and a rollout may be what mends them.
 *
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-health-checks.html
 */
export async function refuseTooFewServing(run: Run, calls: Calls, group: Group): Promise<void> {
  const { groupName, maxConcurrency, leastInService } = run.target;
  const { size } = run.expected;
  if (size - maxConcurrency < leastInService)
    throw new EarlyEnd(
      "ERROR",
      `${size} instances of ${groupName} are in service, and ${maxConcurrency} would be out at the same time: at least ${leastInService} must stay; find out what the others lack`,
      "too-few-in-service",
    );
  const idle = await notHealthy(run, calls, group);
  if (idle.size === 0) return;
  if (idle.size === size) {
    run.noneHealthy = true;
    run.note(`The load balancer calls no instance healthy: ${listed(idle)}`);
    return;
  }
  throw new EarlyEnd(
    "ERROR",
    `The load balancer sends no requests to ${listed(idle)}: wait until it calls them healthy, or have them replaced; then roll out`,
    "too-few-in-service",
  );
}

/** Expected instances that aren't healthy in each target group, with the first other state. */
async function notHealthy(
  { expected, surroundings }: Run,
  calls: Calls,
  { targetGroupArns }: Group,
): Promise<ReadonlyMap<string, string>> {
  const idle = new Map<string, string>();
  for (const arn of targetGroupArns) {
    const targets = await calls.read((call) => surroundings.port.targetHealth(arn, call));
    for (const instanceId of expected) {
      const own = targets.filter((target) => target.instanceId === instanceId);
      const states = own.length === 0 ? ["not registered"] : own.map(({ state }) => state);
      const other = states.find((state) => state !== "healthy");
      if (other !== undefined && !idle.has(instanceId)) idle.set(instanceId, other);
    }
  }
  return idle;
}

/** Instances, each with its state: the first ten, and how many more there are. */
export function listed(states: ReadonlyMap<string, string>): string {
  const shown = [...states].slice(0, 10).map(([id, state]) => `${id} (${state})`);
  const more = states.size > shown.length ? ` and ${states.size - shown.length} more` : "";
  return `${shown.join(", ")}${more}`;
}
