/**
 * How an auto scaling group replaces instances, in percent of its desired capacity: they are launched before others are
 * terminated, and a group of three to six is replaced one or two at a time.
 *
 * https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-instance-maintenance-policy.html
 */
export const healthyPercentages = { minHealthyPercentage: 100, maxHealthyPercentage: 134 };

/**
 * Within the grace period nothing is unhealthy; after it the load balancer needs its failed checks. Until then an
 * unhealthy instance would still count as a good one, and a bad one could replace the whole fleet.
 */
export function secondsUntilHealthIsKnown(props: {
  readonly healthCheckGracePeriodSeconds: number;
  readonly healthCheck: {
    readonly intervalSeconds: number;
    readonly unhealthyThresholdCount: number;
  };
}): number {
  const { intervalSeconds, unhealthyThresholdCount } = props.healthCheck;
  return props.healthCheckGracePeriodSeconds + intervalSeconds * unhealthyThresholdCount;
}
