import { CloudWatchClient, paginateDescribeAlarms } from "@aws-sdk/client-cloudwatch";
import type { Call } from "../aws/call";
import type { Clients } from "../aws/clients";
import { describeGroup } from "../aws/group/describe-group";
import { targetHealth } from "../aws/target-health";

/** What a bake needs of AWS, and nothing else. */
export type BakePort = ReturnType<typeof bakePort>;

export function bakePort(aws: Clients) {
  return {
    /** Undefined when the account has no such group in the region. */
    describeGroup: (groupName: string, call: Call) => describeGroup(aws, groupName, call),

    targetHealth: (targetGroupArn: string, call: Call) => targetHealth(aws, targetGroupArn, call),

    /** Undefined when there is no composite alarm of that name. */
    compositeAlarm: (name: string, call: Call): Promise<Alarm | undefined> =>
      aws.ask("DescribeAlarms", CloudWatchClient, call, async (client, options) => {
        // Without the type only metric alarms are listed.
        const input = { AlarmNames: [name], AlarmTypes: ["CompositeAlarm" as const] };
        for await (const page of paginateDescribeAlarms({ client }, input, options)) {
          const alarm = page.CompositeAlarms?.find(({ AlarmName }) => AlarmName === name);
          if (alarm) return { state: alarm.StateValue ?? "unknown", reason: alarm.StateReason };
        }
        return undefined;
      }),
  };
}

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_CompositeAlarm.html */
export interface Alarm {
  /** `OK`, `ALARM` or `INSUFFICIENT_DATA`. */
  readonly state: string;
  readonly reason: string | undefined;
}
