import { IamPolicy } from "@cdktf/provider-aws/lib/iam-policy";
import { Construct } from "constructs";

/** What IAM takes, without white space. */
const longest = 6144;

export interface ManagedPolicyProps {
  readonly name: string;
  readonly description: string;
  /** JSON. */
  readonly document: string;
}

/**
 * A policy that several roles share, or that is too long for a role's own: those have 10,240 characters together.
 *
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 */
export class ManagedPolicy extends Construct {
  public readonly arn: string;

  constructor(scope: Construct, id: string, { name, description, document }: ManagedPolicyProps) {
    super(scope, id);

    const policy = JSON.stringify(JSON.parse(document));
    if (policy.length > longest)
      throw new Error(`The policy ${name} has ${policy.length} characters; IAM takes ${longest}`);
    this.arn = new IamPolicy(this, "this", { name, description, policy }).arn;
  }
}
