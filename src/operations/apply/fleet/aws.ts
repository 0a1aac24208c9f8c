import { AutoScalingClient, DescribeInstanceRefreshesCommand } from "@aws-sdk/client-auto-scaling";
import { CallFailure } from "../../aws/call";
import type { Clients } from "../../aws/clients";
import { describeGroup } from "../../aws/describe-group";
import type { AutoScalingGroup } from "../../aws/group";
import type { Fleet, FleetPort } from "./port";

/** The most that a page may hold. */
const pageSize = 100;

export function fleetPort(aws: Clients): FleetPort {
  return {
    listRefreshes: (groupName, page) =>
      aws.ask("DescribeInstanceRefreshes", AutoScalingClient, page, async (client, options) => {
        const command = new DescribeInstanceRefreshesCommand({
          AutoScalingGroupName: groupName,
          MaxRecords: pageSize,
          NextToken: page.nextToken,
        });
        const { InstanceRefreshes = [], NextToken } = await client.send(command, options);
        const items = InstanceRefreshes.map((refresh) => ({
          refreshId: refresh.InstanceRefreshId ?? "",
          status: refresh.Status ?? "",
          statusReason: refresh.StatusReason,
          startedAt: refresh.StartTime?.getTime(),
          percentageComplete: refresh.PercentageComplete,
        }));
        return { items, nextToken: NextToken || undefined };
      }),

    describeFleet: async (groupName, call) => {
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
