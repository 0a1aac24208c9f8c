import { describeGroup } from "../../aws/describe-group";
import { inService } from "../../aws/group";
import type { Aws } from "../aws";

/** Ids of a group's instances in service; undefined where there is no such group: nothing is deployed. */
export async function instancesInService(
  aws: Aws,
  groupName: string,
): Promise<readonly string[] | undefined> {
  const group = await aws.read("autoscaling:DescribeAutoScalingGroups", (clients, call) =>
    describeGroup(clients, groupName, call),
  );
  return group && inService(group);
}
