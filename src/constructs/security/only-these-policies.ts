import type { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePoliciesExclusive } from "@cdktf/provider-aws/lib/iam-role-policies-exclusive";
import type { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { IamRolePolicyAttachmentsExclusive } from "@cdktf/provider-aws/lib/iam-role-policy-attachments-exclusive";
import type { Construct } from "constructs";

/**
 * Leaves a role no other policies than these: what somebody else puts on it or attaches to it shows in a plan, and an
 * apply takes it away.
 *
 * https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/iam_role_policies_exclusive
 */
export function onlyThesePolicies(
  scope: Construct,
  role: IamRole,
  policies: readonly IamRolePolicy[],
): void {
  new IamRolePoliciesExclusive(scope, "only-these-policies", {
    roleName: role.name,
    policyNames: policies.map(({ name }) => name),
  });
  new IamRolePolicyAttachmentsExclusive(scope, "no-attached-policies", {
    roleName: role.name,
    policyArns: [],
  });
}
