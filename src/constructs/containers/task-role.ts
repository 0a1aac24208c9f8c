import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { Construct } from "constructs";
import { rolePolicies } from "../security/only-these-policies";
import { type PolicyStatement, trustPolicy } from "../security/policy-document";

export interface TaskRoleProps {
  readonly name: string;
  readonly description: string;
  readonly account: string;
  readonly region: string;
  /** By name; a role without any may do nothing. */
  readonly policies: Readonly<Record<string, readonly PolicyStatement[]>>;
}

/**
 * A role that ECS gives to tasks of this account and region alone.
 *
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-iam-roles.html#create_task_iam_policy_and_role
 */
export function taskRole(scope: Construct, id: string, props: TaskRoleProps) {
  const inside = new Construct(scope, id);
  const { name, description, account, region } = props;
  const role = new IamRole(inside, "this", {
    name,
    description,
    assumeRolePolicy: trustPolicy("ecs-tasks.amazonaws.com", {
      StringEquals: { "aws:SourceAccount": account },
      ArnLike: { "aws:SourceArn": `arn:aws:ecs:${region}:${account}:*` },
    }),
  });
  const policies = rolePolicies(inside, role, props.policies);
  return { arn: role.arn, policies };
}
