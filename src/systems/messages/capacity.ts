import type { RefreshPreferences } from "../../estate/deployment";

/**
 * Types whose instances have three network interfaces, and 2 GiB or more. One interface is the instance's own.
 *
 * https://docs.aws.amazon.com/ec2/latest/instancetypes/gp.html
 */
export const instanceTypes = ["t3.small", "t3.medium", "t3a.medium"] as const;

/**
 * Each task has an interface of its own. ENI trunking, which would make room for more, isn't for these types.
 *
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-networking-awsvpc.html
 */
export const tasksPerInstance = 2;

/**
 * How instances are replaced: others are launched before, and ECS moves the tasks over while one ends.
 *
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/managed-instance-draining.html
 */
export function refreshPreferences({
  capacity: { minimumInstances, warmupSeconds },
}: {
  readonly capacity: { readonly minimumInstances: number; readonly warmupSeconds: number };
}): RefreshPreferences {
  return {
    minHealthyPercentage: 100,
    maxHealthyPercentage: 100 + Math.ceil(100 / minimumInstances),
    instanceWarmupSeconds: warmupSeconds,
  };
}
