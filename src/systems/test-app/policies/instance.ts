import type { PolicyStatement } from "../../../constructs/security/policy-document";
import { account } from "../../configuration/account";
import type { Names } from "../names";

export interface InstancePolicyProps {
  readonly region: string;
  readonly names: Names;
  readonly downloadSecretArn: string;
  readonly encryptionKeyArn: string;
  readonly databaseResourceId: string;
}

/**
 * What the instances may do, by policy: read their environment's download secret and parameters, log in to
 * the database as the backoffice's user, run the SSM agent, and write their environment's logs and metrics.
 * A resource is `*` only where AWS accepts no other, as said beside each.
 *
 * https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
 */
export function instancePolicies(
  props: InstancePolicyProps,
): Record<string, readonly PolicyStatement[]> {
  const { region, names } = props;
  return {
    "download-secret": downloadSecret(props),
    parameters: parameters(region, names),
    database: database(props),
    "ssm-agent": ssmAgent(region, names),
    observability: observability(region, names),
  };
}

function downloadSecret(props: InstancePolicyProps): PolicyStatement[] {
  return [
    {
      Sid: "ReadDownloadSecret",
      Effect: "Allow",
      Action: ["secretsmanager:GetSecretValue"],
      Resource: props.downloadSecretArn,
    },
    {
      Sid: "DecryptDownloadSecret",
      Effect: "Allow",
      Action: ["kms:Decrypt"],
      Resource: props.encryptionKeyArn,
      Condition: {
        StringEquals: {
          "kms:ViaService": `secretsmanager.${props.region}.amazonaws.com`,
          "kms:EncryptionContext:SecretARN": props.downloadSecretArn,
        },
      },
    },
  ];
}

function parameters(region: string, names: Names): PolicyStatement[] {
  return [
    {
      Sid: "ReadOwnParameters",
      Effect: "Allow",
      Action: ["ssm:GetParameter", "ssm:GetParameters", "ssm:GetParametersByPath"],
      Resource: ["", "/*"].map(
        (below) => `arn:aws:ssm:${region}:${account.id}:parameter${names.parameterPrefix}${below}`,
      ),
    },
  ];
}

/**
 * IAM authentication; the resource id is not the identifier, and a restored database has another.
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/UsingWithRDS.IAMDBAuth.IAMPolicy.html
 */
function database({ region, names, databaseResourceId }: InstancePolicyProps): PolicyStatement[] {
  const users = `arn:aws:rds-db:${region}:${account.id}:dbuser:${databaseResourceId}`;
  return [
    {
      Sid: "LogInToDatabase",
      Effect: "Allow",
      Action: ["rds-db:connect"],
      Resource: `${users}/${names.database.user}`,
    },
  ];
}

/**
 * What AmazonSSMManagedInstanceCore grants, without its right to read every parameter of the account.
 * https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AmazonSSMManagedInstanceCore.html
 */
function ssmAgent(region: string, names: Names): PolicyStatement[] {
  const instances = `arn:aws:ec2:${region}:${account.id}:instance/*`;
  const associations = `arn:aws:ssm:${region}:${account.id}:association/*`;
  const documents = [
    `arn:aws:ssm:${region}::document/*`, // AWS's own
    `arn:aws:ssm:${region}:${account.id}:document/${names.base}-*`,
    `arn:aws:ssm:${region}:${account.id}:document/SSM-SessionManagerRunShell`,
  ];
  return [
    {
      Sid: "ReportInstance",
      Effect: "Allow",
      Action: [
        "ssm:UpdateInstanceInformation",
        "ssm:ListInstanceAssociations",
        "ssm:PutComplianceItems",
      ],
      Resource: instances,
    },
    {
      Sid: "ReadDocuments",
      Effect: "Allow",
      Action: ["ssm:GetDocument", "ssm:DescribeDocument"],
      Resource: documents,
    },
    {
      Sid: "ReportAssociations",
      Effect: "Allow",
      Action: [
        "ssm:DescribeAssociation",
        "ssm:UpdateAssociationStatus",
        "ssm:UpdateInstanceAssociationStatus",
      ],
      Resource: [instances, associations, ...documents],
    },
    {
      Sid: "TalkToSystemsManager", // none of these can be limited to a resource
      Effect: "Allow",
      Action: [
        "ssm:GetDeployablePatchSnapshotForInstance",
        "ssm:GetManifest",
        "ssm:ListAssociations",
        "ssm:PutConfigurePackageResult",
        "ssm:PutInventory",
        "ssmmessages:CreateControlChannel",
        "ssmmessages:CreateDataChannel",
        "ssmmessages:OpenControlChannel",
        "ssmmessages:OpenDataChannel",
        "ec2messages:AcknowledgeMessage",
        "ec2messages:DeleteMessage",
        "ec2messages:FailMessage",
        "ec2messages:GetEndpoint",
        "ec2messages:GetMessages",
        "ec2messages:SendReply",
      ],
      Resource: "*",
    },
  ];
}

function observability(region: string, names: Names): PolicyStatement[] {
  return [
    {
      Sid: "WriteOwnLogs",
      Effect: "Allow",
      Action: ["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"],
      Resource: `arn:aws:logs:${region}:${account.id}:log-group:${names.logGroupPrefix}/*`,
    },
    ...commandOutput(region, names),
    {
      Sid: "WriteOwnMetrics", // a metric has no ARN; its namespace is what can be limited
      Effect: "Allow",
      Action: ["cloudwatch:PutMetricData"],
      Resource: "*",
      Condition: { StringEquals: { "cloudwatch:namespace": names.metricNamespace } },
    },
    {
      Sid: "ReadOwnGroupName", // the CloudWatch agent's dimension; the action takes no resource
      Effect: "Allow",
      Action: ["ec2:DescribeTags"],
      Resource: "*",
    },
  ];
}

/**
 * What else the SSM agent needs to write a command's output to the log group that is there for it. It
 * always asks to create the group, and writes nothing when it may not, even where the group exists.
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/sysman-rc-setting-up-cwlogs.html
 * https://github.com/aws/amazon-ssm-agent/blob/mainline/agent/framework/processor/executer/iohandler/iohandler.go
 */
function commandOutput(region: string, names: Names): PolicyStatement[] {
  return [
    {
      Sid: "AskForCommandLogGroup",
      Effect: "Allow",
      Action: ["logs:CreateLogGroup"],
      Resource: `arn:aws:logs:${region}:${account.id}:log-group:${names.logGroups.autoupdater}`,
    },
    {
      Sid: "FindLogGroups", // a list can be limited to no group
      Effect: "Allow",
      Action: ["logs:DescribeLogGroups"],
      Resource: `arn:aws:logs:${region}:${account.id}:log-group:*`,
    },
  ];
}
