import { SnsTopic } from "@cdktf/provider-aws/lib/sns-topic";
import { SnsTopicPolicy } from "@cdktf/provider-aws/lib/sns-topic-policy";
import { Construct } from "constructs";
import { allow, deny, type PolicyStatement, policyDocument } from "../security/policy-document";

/** A service of AWS's that may tell the topic, under a condition where AWS supports one. */
export interface Publisher {
  readonly sid: string;
  readonly service: string;
  readonly condition?: PolicyStatement["Condition"];
}

export interface AlertTopicProps {
  readonly name: string;
  /** The key's policy must let each publisher use it: `publishersUseKey`. */
  readonly encryptionKeyArn: string;
  readonly publishers: readonly Publisher[];
}

/**
 * Where alarms and events go, encrypted. Only these services publish to it; whoever is to be told subscribes.
 *
 * https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html#compatibility-with-aws-services
 */
export class AlertTopic extends Construct {
  public readonly arn: string;

  constructor(scope: Construct, id: string, props: AlertTopicProps) {
    super(scope, id);

    const topic = new SnsTopic(this, "this", {
      name: props.name,
      kmsMasterKeyId: props.encryptionKeyArn,
    });
    const publish = { Action: ["sns:Publish"], Resource: topic.arn };
    new SnsTopicPolicy(this, "policy", {
      arn: topic.arn,
      policy: policyDocument([
        ...props.publishers.map(({ sid, service, condition }) =>
          allow(sid, {
            ...publish,
            Principal: { Service: service },
            ...(condition && { Condition: condition }),
          }),
        ),
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

/** Lets them use the key of an encrypted topic, for that alone. */
export function publishersUseKey(publishers: readonly Publisher[]): PolicyStatement[] {
  return publishers.map(({ sid, service, condition }) =>
    allow(sid.replace(/Publish$/, "UseKey"), {
      Principal: { Service: service },
      Action: ["kms:Decrypt", "kms:GenerateDataKey*"],
      Resource: "*",
      ...(condition && { Condition: condition }),
    }),
  );
}
