import { CloudWatchClient, DescribeAlarmsCommand } from "@aws-sdk/client-cloudwatch";
import {
  DescribeTargetHealthCommand,
  ElasticLoadBalancingV2Client,
} from "@aws-sdk/client-elastic-load-balancing-v2";
import type { Clients } from "../aws/clients";
import { describeGroup } from "../aws/describe-group";
import type { BakePort } from "./port";

export function bakePort(aws: Clients): BakePort {
  return {
    describeGroup: (groupName, call) => describeGroup(aws, groupName, call),

    targetHealth: (targetGroupArn, call) =>
      aws.ask(
        "DescribeTargetHealth",
        ElasticLoadBalancingV2Client,
        call,
        async (client, options) => {
          const command = new DescribeTargetHealthCommand({ TargetGroupArn: targetGroupArn });
          const { TargetHealthDescriptions = [] } = await client.send(command, options);
          return TargetHealthDescriptions.map(({ Target, TargetHealth }) => ({
            instanceId: Target?.Id ?? "",
            state: TargetHealth?.State ?? "unknown",
            reason: TargetHealth?.Reason,
            description: TargetHealth?.Description,
          }));
        },
      ),

    compositeAlarm: (name, call) =>
      aws.ask("DescribeAlarms", CloudWatchClient, call, async (client, options) => {
        // Without the type only metric alarms are listed.
        const command = new DescribeAlarmsCommand({
          AlarmNames: [name],
          AlarmTypes: ["CompositeAlarm"],
        });
        const { CompositeAlarms = [] } = await client.send(command, options);
        const alarm = CompositeAlarms.find(({ AlarmName }) => AlarmName === name);
        return alarm && { state: alarm.StateValue ?? "unknown", reason: alarm.StateReason };
      }),
  };
}
