import { AutoScalingClient, DescribeAutoScalingGroupsCommand } from "@aws-sdk/client-auto-scaling";
import { CloudWatchClient, DescribeAlarmsCommand } from "@aws-sdk/client-cloudwatch";
import {
  DescribeTargetHealthCommand,
  ElasticLoadBalancingV2Client,
} from "@aws-sdk/client-elastic-load-balancing-v2";
import { CallFailure } from "../aws/call";
import { limited } from "../aws/limited";
import { oneAttempt } from "../aws/one-attempt";
import type { BakePort } from "./port";

/** The port, with the SDK's clients: credentials and endpoints from its default chain, each call one attempt. */
export class AwsBakePort implements BakePort {
  private readonly autoScaling: AutoScalingClient;
  private readonly loadBalancing: ElasticLoadBalancingV2Client;
  private readonly cloudWatch: CloudWatchClient;

  constructor(region: string) {
    const configuration = oneAttempt(region);
    this.autoScaling = new AutoScalingClient(configuration);
    this.loadBalancing = new ElasticLoadBalancingV2Client(configuration);
    this.cloudWatch = new CloudWatchClient(configuration);
  }

  /** Closes the connections. */
  destroy(): void {
    this.autoScaling.destroy();
    this.loadBalancing.destroy();
    this.cloudWatch.destroy();
  }

  readonly describeGroup: BakePort["describeGroup"] = (groupName, call) =>
    limited("DescribeAutoScalingGroups", call, async (options) => {
      const command = new DescribeAutoScalingGroupsCommand({ AutoScalingGroupNames: [groupName] });
      const { AutoScalingGroups = [] } = await this.autoScaling.send(command, options);
      const group = AutoScalingGroups.find((each) => each.AutoScalingGroupName === groupName);
      if (group === undefined) return undefined;
      const { MinSize, TargetGroupARNs = [], Instances = [] } = group;
      if (MinSize === undefined)
        throw new CallFailure("unavailable", "DescribeAutoScalingGroups gave no minimum size");
      const inService = Instances.filter(({ LifecycleState }) => LifecycleState === "InService");
      return {
        minimumSize: MinSize,
        targetGroupArns: TargetGroupARNs,
        inService: inService.flatMap(({ InstanceId }) => InstanceId ?? []),
      };
    });

  readonly targetHealth: BakePort["targetHealth"] = (targetGroupArn, call) =>
    limited("DescribeTargetHealth", call, async (options) => {
      const command = new DescribeTargetHealthCommand({ TargetGroupArn: targetGroupArn });
      const answer = await this.loadBalancing.send(command, options);
      return (answer.TargetHealthDescriptions ?? []).map(({ Target, TargetHealth }) => ({
        instanceId: Target?.Id ?? "",
        state: TargetHealth?.State ?? "unknown",
        reason: TargetHealth?.Reason,
        description: TargetHealth?.Description,
      }));
    });

  readonly compositeAlarm: BakePort["compositeAlarm"] = (name, call) =>
    limited("DescribeAlarms", call, async (options) => {
      // Without the type only metric alarms are listed.
      const command = new DescribeAlarmsCommand({
        AlarmNames: [name],
        AlarmTypes: ["CompositeAlarm"],
      });
      const { CompositeAlarms = [] } = await this.cloudWatch.send(command, options);
      const alarm = CompositeAlarms.find(({ AlarmName }) => AlarmName === name);
      return alarm && { state: alarm.StateValue ?? "unknown", reason: alarm.StateReason };
    });
}
