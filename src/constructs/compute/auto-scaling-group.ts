import { AutoscalingGroup as AwsAutoscalingGroup } from "@cdktf/provider-aws/lib/autoscaling-group";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";

export interface AutoScalingGroupProps {
  readonly name: string;
  readonly minimumInstances: number;
  readonly maximumInstances: number;
  /** First choice first. */
  readonly instanceTypes: readonly string[];
  /** How long a new instance may be unhealthy before the group replaces it. */
  readonly healthCheckGracePeriodSeconds: number;
  /** How long a new instance's metrics are left out of scaling decisions. */
  readonly instanceWarmupSeconds: number;
  /** How instances are replaced: percentages of the desired capacity, and how long a new one doesn't count. */
  readonly refresh: {
    readonly minHealthyPercentage: number;
    readonly maxHealthyPercentage: number;
    readonly instanceWarmupSeconds: number;
  };
  /** Of the instances; the group itself has no tags beside them. */
  readonly tags: Readonly<Record<string, string>>;
  readonly subnetIds: string[];
  /** What judges its instances' health (default: EC2 itself). */
  readonly targetGroupArn?: string;
  readonly launchTemplate: { readonly templateId: string; readonly latestVersion: string };
  /** All that an instance needs at its first boot, and that Terraform can't see. */
  readonly dependsOn: readonly ITerraformDependable[];
}

const metrics = [
  "GroupDesiredCapacity",
  "GroupInServiceCapacity",
  "GroupInServiceInstances",
  "GroupMaxSize",
  "GroupMinSize",
  "GroupPendingCapacity",
  "GroupPendingInstances",
  "GroupStandbyCapacity",
  "GroupStandbyInstances",
  "GroupTerminatingCapacity",
  "GroupTerminatingInstances",
  "GroupTotalCapacity",
  "GroupTotalInstances",
];

/**
 * The fleet: spread over zones, of several instance types in the order of the configuration, replaced
 * when an instance is found unhealthy, and refreshed when the launch template changes.
 * Its desired capacity belongs to the scaling policies and is never set.
 *
 * https://docs.aws.amazon.com/autoscaling/ec2/userguide/auto-scaling-groups.html
 * https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-instance-maintenance-policy.html
 */
export class AutoScalingGroup extends Construct {
  public readonly group: ITerraformDependable;
  public readonly groupName: string;
  public readonly arn: string;

  constructor(scope: Construct, id: string, props: AutoScalingGroupProps) {
    super(scope, id);
    const { instanceWarmupSeconds, ...healthyPercentages } = props.refresh;

    const group = new AwsAutoscalingGroup(this, "this", {
      name: props.name,
      minSize: props.minimumInstances,
      maxSize: props.maximumInstances,
      vpcZoneIdentifier: props.subnetIds,
      ...(props.targetGroupArn === undefined
        ? { healthCheckType: "EC2" }
        : { targetGroupArns: [props.targetGroupArn], healthCheckType: "ELB" }),
      healthCheckGracePeriod: props.healthCheckGracePeriodSeconds,
      defaultInstanceWarmup: props.instanceWarmupSeconds,
      // Terraform taints a group whose instances don't come up in time, and the next apply would
      // destroy the whole of it. Whoever applies watches the fleet instead.
      waitForCapacityTimeout: "0",
      mixedInstancesPolicy: {
        instancesDistribution: {
          onDemandAllocationStrategy: "prioritized",
          onDemandPercentageAboveBaseCapacity: 100,
        },
        launchTemplate: {
          launchTemplateSpecification: {
            launchTemplateId: props.launchTemplate.templateId,
            version: props.launchTemplate.latestVersion,
          },
          override: props.instanceTypes.map((instanceType) => ({ instanceType })),
        },
      },
      instanceMaintenancePolicy: healthyPercentages,
      instanceRefresh: {
        strategy: "Rolling",
        preferences: {
          ...healthyPercentages,
          instanceWarmup: String(instanceWarmupSeconds),
          skipMatching: true,
          autoRollback: false, // the way back is to deploy the last good commit
        },
      },
      enabledMetrics: metrics,
      metricsGranularity: "1Minute",
      tag: Object.entries(props.tags).map(([key, value]) => ({
        key,
        value,
        propagateAtLaunch: true,
      })),
      dependsOn: [...props.dependsOn],
    });

    this.group = group;
    this.groupName = group.name;
    this.arn = group.arn;
  }
}
