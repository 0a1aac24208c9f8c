import { CloudwatchEventRule } from "@cdktf/provider-aws/lib/cloudwatch-event-rule";
import { CloudwatchEventTarget } from "@cdktf/provider-aws/lib/cloudwatch-event-target";
import { Construct } from "constructs";

export interface FailedCommandsProps {
  readonly name: string;
  readonly description: string;
  /** The SSM document whose commands are watched. */
  readonly documentName: string;
  readonly topicArn: string;
}

/** The ends of an invocation that aren't a success, as Systems Manager's events spell them. */
const ends = ["Failed", "TimedOut", "Cancelled"];

/**
 * Tells a topic of each instance on which a command of one document has failed, timed out or was cancelled. The status of
 * the command as a whole isn't listened to: it can be a success while an instance is none.
 *
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/monitoring-eventbridge-events.html
 * https://docs.aws.amazon.com/eventbridge/latest/ref/events-ref-ssm.html
 */
export class FailedCommands extends Construct {
  constructor(scope: Construct, id: string, props: FailedCommandsProps) {
    super(scope, id);

    const rule = new CloudwatchEventRule(this, "this", {
      name: props.name,
      description: props.description,
      eventPattern: JSON.stringify({
        source: ["aws.ssm"],
        "detail-type": ["EC2 Command Invocation Status-change Notification"],
        detail: { "document-name": [props.documentName], status: ends },
      }),
    });
    new CloudwatchEventTarget(this, "target", {
      rule: rule.name,
      targetId: "alerts",
      arn: props.topicArn,
    });
  }
}
