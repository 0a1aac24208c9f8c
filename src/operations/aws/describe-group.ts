import {
  AutoScalingClient,
  DescribeAutoScalingGroupsCommand,
  type AutoScalingGroup as SdkGroup,
} from "@aws-sdk/client-auto-scaling";
import { accountIn } from "./account";
import { type Call, CallFailure } from "./call";
import type { Clients } from "./clients";
import type { AutoScalingGroup } from "./group";

/**
 * The group of exactly that name; undefined when the account has none in the region.
 *
 * @throws CallFailure
 */
export function describeGroup(
  aws: Clients,
  name: string,
  call: Call,
): Promise<AutoScalingGroup | undefined> {
  return aws.ask("DescribeAutoScalingGroups", AutoScalingClient, call, async (client, options) => {
    const command = new DescribeAutoScalingGroupsCommand({ AutoScalingGroupNames: [name] });
    const { AutoScalingGroups = [] } = await client.send(command, options);
    const group = AutoScalingGroups.find((each) => each.AutoScalingGroupName === name);
    return group && plain(group);
  });
}

function plain(group: SdkGroup): AutoScalingGroup {
  const { AutoScalingGroupARN, MinSize, DesiredCapacity, TargetGroupARNs = [] } = group;
  if (MinSize === undefined || DesiredCapacity === undefined)
    throw new CallFailure(
      "unavailable",
      "DescribeAutoScalingGroups gave no minimum or no desired capacity",
    );
  return {
    accountId: accountIn(AutoScalingGroupARN),
    minimumSize: MinSize,
    desiredCapacity: DesiredCapacity,
    targetGroupArns: TargetGroupARNs,
    template: templateOf(group),
    instances: (group.Instances ?? []).flatMap((instance) => {
      const { InstanceId, LifecycleState = "unknown", HealthStatus } = instance;
      if (InstanceId === undefined) return [];
      return {
        instanceId: InstanceId,
        lifecycleState: LifecycleState,
        isHealthy: HealthStatus?.toLowerCase() === "healthy",
        template: templateOf(instance),
      };
    }),
  };
}

function templateOf(
  launched: Pick<SdkGroup, "LaunchTemplate" | "MixedInstancesPolicy">,
): string | undefined {
  const { LaunchTemplateId, Version } =
    launched.LaunchTemplate ??
    launched.MixedInstancesPolicy?.LaunchTemplate?.LaunchTemplateSpecification ??
    {};
  return LaunchTemplateId && Version && `${LaunchTemplateId} ${Version}`;
}
