import { ssmAgentStatements } from "../../../constructs/management/ssm-agent";
import { allow, type PolicyStatement } from "../../../constructs/security/policy-document";
import { account } from "../../configuration/account";
import type { Names } from "../names";

/**
 * What the instances may do, by policy: read their environment's download secret and parameters, log in to
 * the database as the backoffice's user, leave and join their target group, run the SSM agent, and write their
 * environment's logs and metrics.
 * A resource is `*` only where AWS accepts no other, as said beside each.
 *
 * https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
 */
export function instancePolicies(props: {
  readonly region: string;
  readonly names: Names;
  readonly downloadSecretArn: string;
  readonly targetGroupArn: string;
  readonly encryptionKeyArn: string;
  readonly databaseResourceId: string;
}): Record<string, readonly PolicyStatement[]> {
  const { region, names, downloadSecretArn, databaseResourceId } = props;
  const parameters = `arn:aws:ssm:${region}:${account.id}:parameter${names.parameterPrefix}`;
  return {
    "download-secret": [
      allow("ReadDownloadSecret", {
        Action: ["secretsmanager:GetSecretValue"],
        Resource: downloadSecretArn,
      }),
      allow("DecryptDownloadSecret", {
        Action: ["kms:Decrypt"],
        Resource: props.encryptionKeyArn,
        Condition: {
          StringEquals: {
            "kms:ViaService": `secretsmanager.${region}.amazonaws.com`,
            "kms:EncryptionContext:SecretARN": downloadSecretArn,
          },
        },
      }),
    ],
    parameters: [
      allow("ReadOwnParameters", {
        Action: ["ssm:GetParameter", "ssm:GetParameters", "ssm:GetParametersByPath"],
        Resource: [parameters, `${parameters}/*`],
      }),
    ],
    // IAM authentication; the resource id is not the identifier, and a restored database has another.
    // https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/UsingWithRDS.IAMDBAuth.IAMPolicy.html
    database: [
      allow("LogInToDatabase", {
        Action: ["rds-db:connect"],
        Resource: `arn:aws:rds-db:${region}:${account.id}:dbuser:${databaseResourceId}/${names.database.user}`,
      }),
    ],
    // https://docs.aws.amazon.com/service-authorization/latest/reference/list_awselasticloadbalancingv2.html
    "target-group": [
      allow("LeaveAndJoinTargetGroup", {
        Action: ["elasticloadbalancing:DeregisterTargets", "elasticloadbalancing:RegisterTargets"],
        Resource: props.targetGroupArn,
      }),
      // this can be limited to no target group
      allow("ReadTargetHealth", {
        Action: ["elasticloadbalancing:DescribeTargetHealth"],
        Resource: "*",
        Condition: { StringEquals: { "aws:RequestedRegion": region } },
      }),
    ],
    "ssm-agent": ssmAgentStatements({
      region,
      account: account.id,
      ownDocuments: `${names.base}-*`,
    }),
    observability: observability(region, names),
  };
}

function observability(region: string, names: Names): PolicyStatement[] {
  const logGroup = `arn:aws:logs:${region}:${account.id}:log-group:`;
  return [
    // The agent on the instance is also who logs what people do there.
    // https://docs.aws.amazon.com/systems-manager/latest/userguide/getting-started-create-iam-instance-profile.html
    allow("WriteOwnLogs", {
      Action: ["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"],
      Resource: [`${logGroup}${names.logGroupPrefix}/*`, `${logGroup}${names.sessionLogGroup}:*`],
    }),
    // What else the SSM agent needs to write a command's output to the log group that is there for it. It
    // always asks to create the group, and writes nothing when it may not, even where the group exists.
    // https://docs.aws.amazon.com/systems-manager/latest/userguide/sysman-rc-setting-up-cwlogs.html
    // https://github.com/aws/amazon-ssm-agent/blob/mainline/agent/framework/processor/executer/iohandler/iohandler.go
    // In IAM's eyes a group's ARN ends with a colon and what is in it.
    // https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/iam-access-control-overview-cwl.html
    allow("AskForCommandLogGroup", {
      Action: ["logs:CreateLogGroup"],
      Resource: `${logGroup}${names.logGroups.autoupdater}:*`,
    }),
    // a list can be limited to no group
    allow("FindLogGroups", { Action: ["logs:DescribeLogGroups"], Resource: `${logGroup}*` }),
    // a metric has no ARN; its namespace is what can be limited
    allow("WriteOwnMetrics", {
      Action: ["cloudwatch:PutMetricData"],
      Resource: "*",
      Condition: { StringEquals: { "cloudwatch:namespace": names.metricNamespace } },
    }),
    // the CloudWatch agent's dimension; the action takes no resource
    allow("ReadOwnGroupName", { Action: ["ec2:DescribeTags"], Resource: "*" }),
  ];
}
