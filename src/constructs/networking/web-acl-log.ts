import { CloudwatchLogResourcePolicy } from "@cdktf/provider-aws/lib/cloudwatch-log-resource-policy";
import { Wafv2WebAclLoggingConfiguration } from "@cdktf/provider-aws/lib/wafv2-web-acl-logging-configuration";
import { Construct } from "constructs";
import { type LogRetention, logGroup } from "../management/log-groups";
import { allow, policyDocument } from "../security/policy-document";

export interface WebAclLogProps {
  readonly webAclArn: string;
  /** AWS WAF takes only one that begins with `aws-waf-logs-`. */
  readonly logGroupName: string;
  readonly retention: LogRetention;
  readonly encryptionKeyArn: string;
  /** Of the policy that lets AWS deliver the log. */
  readonly policyName: string;
  /** Id of the account. */
  readonly account: string;
  readonly region: string;
  /** Headers of requests whose content isn't logged, in lower case. */
  readonly redactedHeaders: readonly string[];
}

/**
 * The log of the requests that a web ACL's rules blocked or counted, and of no others, in a log group of its own.
 *
 * AWS would write the policy for its delivery itself when it is missing, and nobody would have declared that one. It is a
 * policy of the account for this log group alone; a region of an account has ten at the most.
 *
 * https://docs.aws.amazon.com/waf/latest/developerguide/logging-cw-logs.html
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/AWS-logs-infrastructure-CWL.html
 * https://docs.aws.amazon.com/waf/latest/APIReference/API_ActionCondition.html
 */
export class WebAclLog extends Construct {
  constructor(scope: Construct, id: string, props: WebAclLogProps) {
    super(scope, id);

    const { account, region, logGroupName } = props;
    const group = logGroup(this, "group", props.retention, {
      name: logGroupName,
      kmsKeyId: props.encryptionKeyArn,
    });
    const logs = `arn:aws:logs:${region}:${account}`;
    const policy = new CloudwatchLogResourcePolicy(this, "policy", {
      policyName: props.policyName,
      policyDocument: policyDocument([
        allow("AWSLogDeliveryWrite", {
          Principal: { Service: "delivery.logs.amazonaws.com" },
          Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
          Resource: `${logs}:log-group:${logGroupName}:log-stream:*`,
          Condition: {
            StringEquals: { "aws:SourceAccount": account },
            ArnLike: { "aws:SourceArn": `${logs}:*` },
          },
        }),
      ]),
    });
    new Wafv2WebAclLoggingConfiguration(this, "this", {
      resourceArn: props.webAclArn,
      logDestinationConfigs: [group.arn],
      redactedFields: props.redactedHeaders.map((name) => ({ singleHeader: { name } })),
      loggingFilter: {
        defaultBehavior: "DROP",
        filter: [
          {
            behavior: "KEEP",
            requirement: "MEETS_ANY",
            condition: ["BLOCK", "COUNT", "EXCLUDED_AS_COUNT"].map((action) => ({
              actionCondition: { action },
            })),
          },
        ],
      },
      dependsOn: [policy],
    });
  }
}
