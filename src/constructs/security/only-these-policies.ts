import type { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePoliciesExclusive } from "@cdktf/provider-aws/lib/iam-role-policies-exclusive";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { IamRolePolicyAttachmentsExclusive } from "@cdktf/provider-aws/lib/iam-role-policy-attachments-exclusive";
import type { Construct } from "constructs";
import { type PolicyStatement, policyDocument } from "./policy-document";

/**
 * Leaves a role no other policies than these, its own and those that are attached to it: what somebody else puts on it or attaches to it shows in a plan, and an
 * apply takes it away.
 *
 * https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/iam_role_policies_exclusive
 */
export function onlyThesePolicies(
  scope: Construct,
  role: IamRole,
  policies: readonly IamRolePolicy[],
  attachedArns: string[] = [],
): void {
  new IamRolePoliciesExclusive(scope, "only-these-policies", {
    roleName: role.name,
    policyNames: policies.map(({ name }) => name),
  });
  new IamRolePolicyAttachmentsExclusive(scope, "no-attached-policies", {
    roleName: role.name,
    policyArns: attachedArns,
  });
}

/** Gives a role these policies, by name, those that are attached (default: none), and no others. */
export function rolePolicies(
  scope: Construct,
  role: IamRole,
  policies: Readonly<Record<string, readonly PolicyStatement[]>>,
  attachedArns: string[] = [],
): IamRolePolicy[] {
  const own = Object.entries(policies).map(
    ([name, statements]) =>
      new IamRolePolicy(scope, name, {
        name,
        role: role.name,
        policy: policyDocument(statements),
      }),
  );
  onlyThesePolicies(scope, role, own, attachedArns);
  return own;
}
