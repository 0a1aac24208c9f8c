import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { Aspects } from "cdktf";
import type { Construct } from "constructs";

/**
 * Bounds what every role in a scope may do: at the most what a managed policy says, whatever its own policies allow.
 *
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html
 */
export function boundRoles(scope: Construct, policyArn: string): void {
  Aspects.of(scope).add({
    visit(node) {
      if (node instanceof IamRole) node.permissionsBoundary = policyArn;
    },
  });
}
