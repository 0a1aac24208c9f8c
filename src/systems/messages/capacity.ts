import type { RefreshPreferences } from "../../estate/deployment";
import type { Environment } from "./environment";

/**
 * How instances are replaced: others are launched before, and ECS moves the tasks over while one ends.
 *
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/managed-instance-draining.html
 */
export function refreshPreferences({
  capacity: { minimumInstances, warmupSeconds },
}: Pick<Environment, "capacity">): RefreshPreferences {
  return {
    minHealthyPercentage: 100,
    maxHealthyPercentage: 100 + Math.ceil(100 / minimumInstances),
    instanceWarmupSeconds: warmupSeconds,
  };
}
