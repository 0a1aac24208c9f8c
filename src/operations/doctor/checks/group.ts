import { AutoScalingClient, DescribeAutoScalingGroupsCommand } from "@aws-sdk/client-auto-scaling";
import type { Aws } from "../aws";

/** Ids of a group's instances in service; undefined where there is no such group: nothing is deployed. */
export async function instancesInService(
  aws: Aws,
  groupName: string,
): Promise<readonly string[] | undefined> {
  const action = "autoscaling:DescribeAutoScalingGroups";
  const { AutoScalingGroups = [] } = await aws.ask(
    action,
    AutoScalingClient,
    (autoScaling, options) =>
      autoScaling.send(
        new DescribeAutoScalingGroupsCommand({ AutoScalingGroupNames: [groupName] }),
        options,
      ),
  );
  const [group] = AutoScalingGroups;
  if (group === undefined) return undefined;
  const { Instances = [] } = group;
  return Instances.flatMap(({ InstanceId, LifecycleState }) =>
    LifecycleState === "InService" ? (InstanceId ?? []) : [],
  );
}
