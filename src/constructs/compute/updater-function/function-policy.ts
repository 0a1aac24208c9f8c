import { account } from "../../../systems/configuration/account";
import { environmentTag } from "../../../systems/configuration/tags";
import type { Environment } from "../../../systems/test-app/environment";
import type { Names } from "../../../systems/test-app/names";
import type { PolicyStatement } from "../../security/policy-document";
import { runningPolicy } from "../function-policy";

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
  const { settings, names, encryptionKeyArn } = props;
  const own = {
    region: settings.region,
    functionName: names.autoupdaterFunction,
    logGroupName: names.autoupdaterFunctionLogGroup,
    encryptionKeyArn,
  };
  return [...rollout(props), ...runningPolicy(own)];
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
