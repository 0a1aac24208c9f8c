import type { Publisher } from "../../../constructs/monitoring/alert-topic";
import { account } from "../../configuration/account";
import type { Names } from "../names";

/**
 * Who tells the environment's topic: its alarms, and EventBridge of failed rollouts.
 *
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Notify_Users_Alarm_Changes.html
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html#eb-sns-permissions
 */
export function alertPublishers(region: string, names: Names): readonly Publisher[] {
  return [
    {
      sid: "AlarmsPublish",
      service: "cloudwatch.amazonaws.com",
      condition: {
        ArnLike: {
          "aws:SourceArn": `arn:aws:cloudwatch:${region}:${account.id}:alarm:${names.base}-*`,
        },
      },
    },
    // AWS documents this one without a condition: EventBridge sends no source that it could name.
    { sid: "EventsPublish", service: "events.amazonaws.com" },
  ];
}
