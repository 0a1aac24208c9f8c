import {
  AutoscalingPolicy,
  type AutoscalingPolicyTargetTrackingConfigurationPredefinedMetricSpecification as PredefinedMetric,
} from "@cdktf/provider-aws/lib/autoscaling-policy";
import { Fn, type ITerraformDependable, Op, ref, type TerraformResourceLifecycle } from "cdktf";
import { Construct } from "constructs";
import { bearableShare } from "./zone-loss";

export interface ScalingPoliciesProps {
  /** What the policies' names begin with. */
  readonly name: string;
  readonly minimumInstances: number;
  readonly maximumInstances: number;
  readonly cpuTargetPercent: number;
  /** Of the least baseline bandwidth, inwards and outwards each. */
  readonly networkTargetPercentOfBaseline: number;
  /** The least among the instance types. */
  readonly baselineGigabitsPerSecond: number;
  readonly requestsPerTargetPerMinuteTarget: number;
  readonly groupName: string;
  /** One a zone. */
  readonly subnetIds: string[];
  readonly loadBalancer: {
    readonly arnSuffix: string;
    readonly httpsListener: ITerraformDependable;
  };
  readonly targetGroup: { readonly arnSuffix: string };
}

const networkMetrics = [
  ["network-in", "ASGAverageNetworkIn"],
  ["network-out", "ASGAverageNetworkOut"],
] as const;

/**
 * Keeps the fleet's averages at their targets: CPU, network in and out, and requests per instance.
 * The one that asks for most instances wins. A plan fails when the CPU or network target would
 * not let the remaining zones carry the load of a lost one, whatever the group's size.
 *
 * https://docs.aws.amazon.com/autoscaling/ec2/userguide/as-scaling-target-tracking.html
 */
export class ScalingPolicies extends Construct {
  constructor(scope: Construct, id: string, props: ScalingPoliciesProps) {
    super(scope, id);

    const { groupName, loadBalancer, targetGroup } = props;
    const track = (
      name: string,
      targetValue: number,
      predefinedMetricSpecification: PredefinedMetric,
      options: { lifecycle?: TerraformResourceLifecycle; dependsOn?: ITerraformDependable[] } = {},
    ) =>
      new AutoscalingPolicy(this, name, {
        name: `${props.name}-${name}`,
        autoscalingGroupName: groupName,
        policyType: "TargetTrackingScaling",
        targetTrackingConfiguration: { targetValue, predefinedMetricSpecification },
        ...options,
      });

    track(
      "cpu",
      props.cpuTargetPercent,
      { predefinedMetricType: "ASGAverageCPUUtilization" },
      { lifecycle: bearsLossOfOneZone(100, "cpuTargetPercent", props) },
    );

    const baseline = props.baselineGigabitsPerSecond;
    const share = bytesPerMinute(baseline, props.networkTargetPercentOfBaseline);
    const whole = bytesPerMinute(baseline, 100);
    const lifecycle = bearsLossOfOneZone(whole, "networkTargetPercentOfBaseline", props);
    for (const [name, predefinedMetricType] of networkMetrics)
      track(name, share, { predefinedMetricType }, { lifecycle });

    track(
      "requests",
      props.requestsPerTargetPerMinuteTarget,
      {
        predefinedMetricType: "ALBRequestCountPerTarget",
        resourceLabel: `${loadBalancer.arnSuffix}/${targetGroup.arnSuffix}`,
      },
      // AWS refuses the policy while the target group belongs to no load balancer.
      { dependsOn: [loadBalancer.httpsListener] },
    );
  }
}

/**
 * A share of a bandwidth as the metrics NetworkIn and NetworkOut count it: in bytes, summed over the
 * minute that detailed monitoring makes of each data point. A gigabit is 10⁹ bits.
 *
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/viewing_metrics_with_cloudwatch.html
 */
export function bytesPerMinute(gigabitsPerSecond: number, percent: number): number {
  const bitsPerSecond = gigabitsPerSecond * 1e9;
  return Math.round((bitsPerSecond / 8) * 60 * (percent / 100));
}

/** When the zones that are left carry everything, none of their instances does more than the maximum. */
function bearsLossOfOneZone(
  maximum: number,
  setting: string,
  { subnetIds, minimumInstances, maximumInstances }: ScalingPoliciesProps,
): TerraformResourceLifecycle {
  // More zones than instances bear no more.
  const shares = Array.from({ length: maximumInstances }, (_, index) =>
    bearableShare(index + 1, minimumInstances, maximumInstances),
  );
  const zones = Fn.min([Fn.lengthOf(subnetIds), maximumInstances]);
  const share = Fn.element(shares, Op.sub(zones, 1));
  const target = ref("self.target_tracking_configuration[0].target_value");
  const percents = shares.map((each, index) => `${Math.floor(100 * each)} with ${index + 1}`);
  return {
    postcondition: [
      {
        condition: Op.lte(target, Op.mul(maximum, share)),
        errorMessage: `With this target the group can't carry the load of a lost zone. By the number of zones it may be at most, in percent: ${percents.slice(1).join(", ")}. Lower ${setting}.`,
      },
    ],
  };
}
