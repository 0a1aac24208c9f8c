import { account } from "../../config/account";
import type { Environment } from "../../config/environment";
import type { Names } from "../../config/names";
import { environmentTag } from "../../config/tags";
import type { PolicyStatement } from "../policy-document";

export interface FunctionPolicyProps {
  readonly settings: Pick<Environment, "id" | "region">;
  readonly names: Names;
  readonly documentArn: string;
  readonly encryptionKeyArn: string;
}

/**
 * What the function may do: send the environment's document to the environment's instances, read what a
 * rollout reads, and write its own log and traces. A resource is `*` only where AWS accepts no other.
 *
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_awssystemsmanager.html
 */
export function functionPolicy(props: FunctionPolicyProps): PolicyStatement[] {
  return [...rollout(props), ...ownLog(props), ownVariables(props), traces];
}

function rollout({ settings, documentArn }: FunctionPolicyProps): PolicyStatement[] {
  const { id, region } = settings;
  return [
    {
      Sid: "SendOwnDocument",
      Effect: "Allow",
      Action: ["ssm:SendCommand", "ssm:DescribeDocument"],
      Resource: documentArn,
    },
    {
      // https://docs.aws.amazon.com/systems-manager/latest/userguide/run-command-setting-up.html
      Sid: "SendToOwnInstances",
      Effect: "Allow",
      Action: ["ssm:SendCommand"],
      Resource: `arn:aws:ec2:${region}:${account.id}:instance/*`,
      Condition: { StringEquals: { [`ssm:resourceTag/${environmentTag}`]: id } },
    },
    {
      // A command has no ARN, and neither has a list: only the region can be limited.
      Sid: "FollowCommands",
      Effect: "Allow",
      Action: [
        "autoscaling:DescribeAutoScalingGroups",
        "ssm:DescribeInstanceInformation",
        "ssm:ListCommands",
        "ssm:ListCommandInvocations",
        "ssm:GetCommandInvocation",
        "ssm:CancelCommand",
      ],
      Resource: "*",
      Condition: { StringEquals: { "aws:RequestedRegion": region } },
    },
  ];
}

function ownLog({ settings, names }: FunctionPolicyProps): PolicyStatement[] {
  const logGroup = `arn:aws:logs:${settings.region}:${account.id}:log-group:${names.autoupdaterFunctionLogGroup}`;
  return [
    {
      Sid: "WriteOwnLog",
      Effect: "Allow",
      Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
      Resource: `${logGroup}:*`,
    },
  ];
}

/**
 * Lambda reads the variables in the role's name. It also makes a grant for that when the function is
 * made, but the grant is the role's that was there then: a role made anew would be locked out.
 */
function ownVariables({ settings, names, encryptionKeyArn }: FunctionPolicyProps): PolicyStatement {
  return {
    Sid: "DecryptOwnVariables",
    Effect: "Allow",
    Action: ["kms:Decrypt"],
    Resource: encryptionKeyArn,
    Condition: {
      StringEquals: {
        "kms:EncryptionContext:aws:lambda:FunctionArn": functionArn(settings.region, names),
      },
    },
  };
}

/** Written out, because the function itself comes after whatever lets it run. */
export function functionArn(region: string, names: Names): string {
  return `arn:aws:lambda:${region}:${account.id}:function:${names.autoupdaterFunction}`;
}

const traces: PolicyStatement = {
  Sid: "WriteTraces", // neither action takes a resource
  Effect: "Allow",
  Action: ["xray:PutTraceSegments", "xray:PutTelemetryRecords"],
  Resource: "*",
};
