import { allow, type PolicyStatement } from "../../../constructs/security/policy-document";
import { deploymentTag } from "../../../estate/deployment";
import { outcomeMetrics } from "../../../estate/outcome-metrics";
import { account } from "../../configuration/account";
import type { Environment } from "../environment";
import { namesOf } from "../names";

/**
 * What the updater's function may do beside running: send the environment's document to the environment's
 * instances, read what a rollout reads, and tell its outcome. A resource is `*` only where AWS accepts no other.
 *
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_awssystemsmanager.html
 */
export function rolloutPolicy(
  { id, region }: Pick<Environment, "id" | "region">,
  documentArn: string,
): PolicyStatement[] {
  return [
    allow("SendOwnDocument", {
      Action: ["ssm:SendCommand", "ssm:DescribeDocument"],
      Resource: documentArn,
    }),
    // https://docs.aws.amazon.com/systems-manager/latest/userguide/run-command-setting-up.html
    allow("SendToOwnInstances", {
      Action: ["ssm:SendCommand"],
      Resource: `arn:aws:ec2:${region}:${account.id}:instance/*`,
      Condition: { StringEquals: { [`ssm:resourceTag/${deploymentTag}`]: id } },
    }),
    allow("ReadWhetherUpdatesAreHeld", {
      Action: ["ssm:GetParameter"],
      Resource: `arn:aws:ssm:${region}:${account.id}:parameter${namesOf({ id, region }).updatesParameter}`,
    }),
    // A command has no ARN, and neither has a list: only the region can be limited.
    allow("FollowCommands", {
      Action: [
        "autoscaling:DescribeAutoScalingGroups",
        "autoscaling:DescribeInstanceRefreshes",
        "elasticloadbalancing:DescribeTargetHealth",
        "ssm:DescribeInstanceInformation",
        "ssm:ListCommands",
        "ssm:ListCommandInvocations",
        "ssm:GetCommandInvocation",
        "ssm:CancelCommand",
      ],
      Resource: "*",
      Condition: { StringEquals: { "aws:RequestedRegion": region } },
    }),
    // https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/iam-cw-condition-keys-namespace.html
    allow("TellOutcome", {
      Action: ["cloudwatch:PutMetricData"],
      Resource: "*",
      Condition: {
        StringEquals: {
          "aws:RequestedRegion": region,
          "cloudwatch:namespace": outcomeMetrics.namespace,
        },
      },
    }),
  ];
}
