import type { RefreshPreferences } from "../../estate/deployment";

/** Percent of the desired capacity: a group of three to six is replaced one or two instances at a time. */
const healthyPercentages = { minHealthyPercentage: 100, maxHealthyPercentage: 134 };

/**
 * How an environment's instances are replaced, by an apply and by a rollback: each is launched before another one is
 * terminated.
 *
 * Within the grace period nothing is unhealthy; after it the load balancer needs its failed checks. Until then an
 * unhealthy instance would still count as a good one, and a bad image could replace the whole fleet.
 *
 * https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-instance-maintenance-policy.html
 */
export function refreshPreferences(settings: {
  readonly fleet: { readonly healthCheckGracePeriodSeconds: number };
  readonly healthCheck: {
    readonly intervalSeconds: number;
    readonly unhealthyThresholdCount: number;
  };
}): RefreshPreferences {
  const { fleet, healthCheck } = settings;
  const { intervalSeconds, unhealthyThresholdCount } = healthCheck;
  const instanceWarmupSeconds =
    fleet.healthCheckGracePeriodSeconds + intervalSeconds * unhealthyThresholdCount;
  return { ...healthyPercentages, instanceWarmupSeconds };
}
