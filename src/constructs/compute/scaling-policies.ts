import {
  AutoscalingPolicy,
  type AutoscalingPolicyTargetTrackingConfigurationPredefinedMetricSpecification as PredefinedMetric,
} from "@cdktf/provider-aws/lib/autoscaling-policy";
import { Fn, type ITerraformDependable, Op, ref, type TerraformResourceLifecycle } from "cdktf";
import { Construct } from "constructs";
import type { Environment } from "../../systems/test-app/environment";
import { leastBaselineGigabitsPerSecond } from "../../systems/test-app/instance-types";
import type { Names } from "../../systems/test-app/names";

export interface ScalingPoliciesProps {
  readonly settings: Pick<Environment, "fleet">;
  readonly names: Names;
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
 * not let the remaining zones carry the load of a lost one.
 *
 * https://docs.aws.amazon.com/autoscaling/ec2/userguide/as-scaling-target-tracking.html
 */
export class ScalingPolicies extends Construct {
  constructor(scope: Construct, id: string, props: ScalingPoliciesProps) {
    super(scope, id);

    const { settings, names, groupName, loadBalancer, targetGroup } = props;
    const track = (
      name: string,
      targetValue: number,
      predefinedMetricSpecification: PredefinedMetric,
      options: { lifecycle?: TerraformResourceLifecycle; dependsOn?: ITerraformDependable[] } = {},
    ) =>
      new AutoscalingPolicy(this, name, {
        name: `${names.base}-${name}`,
        autoscalingGroupName: groupName,
        policyType: "TargetTrackingScaling",
        targetTrackingConfiguration: { targetValue, predefinedMetricSpecification },
        ...options,
      });

    track(
      "cpu",
      settings.fleet.cpuTargetPercent,
      { predefinedMetricType: "ASGAverageCPUUtilization" },
      { lifecycle: bearsLossOfOneZone(100, "cpuTargetPercent", props.subnetIds) },
    );

    const baseline = leastBaselineGigabitsPerSecond(settings.fleet.instanceTypes);
    const share = bytesPerMinute(baseline, settings.fleet.networkTargetPercentOfBaseline);
    for (const [name, predefinedMetricType] of networkMetrics)
      track(
        name,
        share,
        { predefinedMetricType },
        {
          lifecycle: bearsLossOfOneZone(
            bytesPerMinute(baseline, 100),
            "networkTargetPercentOfBaseline",
            props.subnetIds,
          ),
        },
      );

    track(
      "requests",
      settings.fleet.requestsPerTargetPerMinuteTarget,
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

/**
 * When the zones that are left carry everything, at the maximum, the average before was at most
 * (zones − 1) / zones of it.
 */
function bearsLossOfOneZone(
  maximum: number,
  setting: string,
  subnetIds: string[],
): TerraformResourceLifecycle {
  const zones = Fn.lengthOf(subnetIds);
  const target = ref("self.target_tracking_configuration[0].target_value");
  return {
    postcondition: [
      {
        condition: Op.lte(Op.mul(target, zones), Op.mul(maximum, Op.sub(zones, 1))),
        errorMessage: `With this target the group can't carry the load of a lost zone: it may be at most 50 percent with two zones and 66 with three. Lower ${setting}.`,
      },
    ],
  };
}
