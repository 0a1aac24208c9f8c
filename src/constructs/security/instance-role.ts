import { IamInstanceProfile } from "@cdktf/provider-aws/lib/iam-instance-profile";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { rolePolicies } from "./only-these-policies";
import { type PolicyStatement, trustPolicy } from "./policy-document";

export interface InstanceRoleProps {
  /** Of the role and of its profile. */
  readonly name: string;
  readonly description: string;
  /** The role's policies, by name. */
  readonly policies: Readonly<Record<string, readonly PolicyStatement[]>>;
}

/**
 * A role that EC2 gives to instances by its profile. It may do what its policies say, and no more.
 *
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/iam-roles-for-amazon-ec2.html
 */
export class InstanceRole extends Construct {
  public readonly profileArn: string;
  /** An instance that boots before these are there has no permissions: the group depends on them. */
  public readonly policies: readonly ITerraformDependable[];

  constructor(scope: Construct, id: string, { name, description, policies }: InstanceRoleProps) {
    super(scope, id);

    const role = new IamRole(this, "this", {
      name,
      description,
      assumeRolePolicy: trustPolicy("ec2.amazonaws.com"),
    });
    this.policies = rolePolicies(this, role, policies);

    this.profileArn = new IamInstanceProfile(this, "profile", { name, role: role.name }).arn;
  }
}
