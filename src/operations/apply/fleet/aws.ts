import {
  AutoScalingClient,
  type AutoScalingGroup,
  DescribeAutoScalingGroupsCommand,
  DescribeInstanceRefreshesCommand,
} from "@aws-sdk/client-auto-scaling";
import { CallFailure } from "../../aws/call";
import { limited } from "../../aws/limited";
import { oneAttempt } from "../../aws/one-attempt";
import type { FleetPort } from "./port";

/** The most that a page may hold. */
const pageSize = 100;

/** The port, with the SDK's client: credentials and endpoint from its default chain, each call one attempt. */
export class AwsFleetPort implements FleetPort {
  private readonly autoScaling: AutoScalingClient;

  constructor(region: string) {
    this.autoScaling = new AutoScalingClient(oneAttempt(region));
  }

  /** Closes the connections. */
  destroy(): void {
    this.autoScaling.destroy();
  }

  readonly listRefreshes: FleetPort["listRefreshes"] = (groupName, page) =>
    limited("DescribeInstanceRefreshes", page, async (options) => {
      const command = new DescribeInstanceRefreshesCommand({
        AutoScalingGroupName: groupName,
        MaxRecords: pageSize,
        ...(page.nextToken === undefined ? {} : { NextToken: page.nextToken }),
      });
      const { InstanceRefreshes = [], NextToken } = await this.autoScaling.send(command, options);
      const items = InstanceRefreshes.map((refresh) => ({
        refreshId: refresh.InstanceRefreshId ?? "",
        status: refresh.Status ?? "",
        statusReason: refresh.StatusReason,
        startedAt: refresh.StartTime?.getTime(),
        percentageComplete: refresh.PercentageComplete,
      }));
      return { items, nextToken: NextToken || undefined };
    });

  readonly describeFleet: FleetPort["describeFleet"] = (groupName, call) =>
    limited("DescribeAutoScalingGroups", call, async (options) => {
      const command = new DescribeAutoScalingGroupsCommand({ AutoScalingGroupNames: [groupName] });
      const { AutoScalingGroups = [] } = await this.autoScaling.send(command, options);
      const group = AutoScalingGroups.find((each) => each.AutoScalingGroupName === groupName);
      if (group === undefined) return undefined;
      const { MinSize, DesiredCapacity, Instances = [] } = group;
      const template = templateOf(group);
      if (MinSize === undefined || DesiredCapacity === undefined || template === undefined)
        throw new CallFailure(
          "unavailable",
          "DescribeAutoScalingGroups gave no minimum, no desired capacity or no launch template",
        );
      const inService = Instances.filter(({ LifecycleState }) => LifecycleState === "InService");
      const healthy = inService.filter(
        ({ HealthStatus }) => HealthStatus?.toLowerCase() === "healthy",
      );
      const outdated = inService.filter((instance) => templateOf(instance) !== template);
      return {
        minimumSize: MinSize,
        desiredCapacity: DesiredCapacity,
        healthyInService: healthy.length,
        outdated: outdated.map(({ InstanceId = "an instance without an id" }) => InstanceId),
      };
    });
}

/**
 * What a group launches its instances from, or an instance was launched from. The code names a version by its
 * number, so under `$Latest` or `$Default`, which say nothing of one, every instance counts as outdated.
 */
function templateOf(
  launched: Pick<AutoScalingGroup, "LaunchTemplate" | "MixedInstancesPolicy">,
): string | undefined {
  const { LaunchTemplateId, Version } =
    launched.LaunchTemplate ??
    launched.MixedInstancesPolicy?.LaunchTemplate?.LaunchTemplateSpecification ??
    {};
  return LaunchTemplateId && Version && `${LaunchTemplateId} ${Version}`;
}
