import { SnsTopic } from "@cdktf/provider-aws/lib/sns-topic";
import { SnsTopicPolicy } from "@cdktf/provider-aws/lib/sns-topic-policy";
import { Construct } from "constructs";
import { allow, deny, policyDocument } from "../security/policy-document";

export interface AlertTopicProps {
  readonly name: string;
  /** Id of the account. */
  readonly account: string;
  readonly region: string;
  readonly encryptionKeyArn: string;
  /** What the names of the alarms begin with that may tell it. */
  readonly alarmPrefix: string;
}

/**
 * Where alarms and events go, encrypted. Only CloudWatch's alarms of these names and EventBridge publish to it; whoever is
 * to be told subscribes.
 *
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Notify_Users_Alarm_Changes.html
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html#eb-sns-permissions
 */
export class AlertTopic extends Construct {
  public readonly arn: string;

  constructor(scope: Construct, id: string, props: AlertTopicProps) {
    super(scope, id);

    const { name, account, region } = props;
    const topic = new SnsTopic(this, "this", { name, kmsMasterKeyId: props.encryptionKeyArn });
    const publish = { Action: ["sns:Publish"], Resource: topic.arn };
    new SnsTopicPolicy(this, "policy", {
      arn: topic.arn,
      policy: policyDocument([
        allow("AlarmsPublish", {
          ...publish,
          Principal: { Service: "cloudwatch.amazonaws.com" },
          Condition: {
            ArnLike: {
              "aws:SourceArn": `arn:aws:cloudwatch:${region}:${account}:alarm:${props.alarmPrefix}-*`,
            },
          },
        }),
        // AWS documents this statement without a condition.
        allow("EventsPublish", { ...publish, Principal: { Service: "events.amazonaws.com" } }),
        deny("OnlyOverTls", {
          ...publish,
          Principal: "*",
          Condition: { Bool: { "aws:SecureTransport": "false" } },
        }),
      ]),
    });

    this.arn = topic.arn;
  }
}
