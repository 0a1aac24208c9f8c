import { type Call, CallFailure, type PageCall } from "../../aws/call";
import type { Clients } from "../../aws/clients";
import { describeGroup } from "../../aws/group/describe-group";
import { instanceRefreshes } from "../../aws/group/describe-instance-refreshes";
import type { AutoScalingGroup } from "../../aws/group/group";

/** What the wait for a fleet needs of EC2 Auto Scaling. */
export type FleetPort = ReturnType<typeof fleetPort>;

/** https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_AutoScalingGroup.html */
export interface Fleet {
  readonly minimumSize: number;
  readonly desiredCapacity: number;
  /** Instances in service that the group holds to be healthy. */
  readonly healthyInService: number;
  /** Ids of the instances in service that weren't launched from the template version that the group has now. */
  readonly outdated: readonly string[];
}

export function fleetPort(aws: Clients) {
  return {
    listRefreshes: (groupName: string, page: PageCall) => instanceRefreshes(aws, groupName, page),

    /** Undefined when the account has no such group in the region. */
    describeFleet: async (groupName: string, call: Call): Promise<Fleet | undefined> => {
      const group = await describeGroup(aws, groupName, call);
      return group && fleetOf(group);
    },
  };
}

/**
 * The code names a version of the template by its number, so under `$Latest` or `$Default`, which say nothing of
 * one, every instance counts as outdated.
 */
function fleetOf({ minimumSize, desiredCapacity, template, instances }: AutoScalingGroup): Fleet {
  if (template === undefined)
    throw new CallFailure("unavailable", "DescribeAutoScalingGroups gave no launch template");
  const inService = instances.filter(({ lifecycleState }) => lifecycleState === "InService");
  const outdated = inService.filter((instance) => instance.template !== template);
  return {
    minimumSize,
    desiredCapacity,
    healthyInService: inService.filter(({ isHealthy }) => isHealthy).length,
    outdated: outdated.map(({ instanceId }) => instanceId),
  };
}
