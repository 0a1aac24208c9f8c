import {
  AutoScalingClient,
  paginateDescribeAutoScalingGroups,
  type AutoScalingGroup as SdkGroup,
} from "@aws-sdk/client-auto-scaling";
import { accountIn } from "../account";
import { type Call, CallFailure } from "../call";
import type { Clients } from "../clients";
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
    const input = { AutoScalingGroupNames: [name] };
    // A page may be empty and not the last.
    for await (const page of paginateDescribeAutoScalingGroups({ client }, input, options)) {
      const group = page.AutoScalingGroups?.find((each) => each.AutoScalingGroupName === name);
      if (group !== undefined) return plain(group);
    }
    return undefined;
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

/** A template's id and its version, as `lt-… 7`, in a group, an instance or a refresh. */
export function templateOf(
  launched: Pick<SdkGroup, "LaunchTemplate" | "MixedInstancesPolicy">,
): string | undefined {
  const { LaunchTemplateId, Version } =
    launched.LaunchTemplate ??
    launched.MixedInstancesPolicy?.LaunchTemplate?.LaunchTemplateSpecification ??
    {};
  return LaunchTemplateId && Version && `${LaunchTemplateId} ${Version}`;
}
