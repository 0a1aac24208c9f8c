import { SecurityGroup } from "@cdktf/provider-aws/lib/security-group";
import { VpcSecurityGroupEgressRule } from "@cdktf/provider-aws/lib/vpc-security-group-egress-rule";
import { VpcSecurityGroupIngressRule } from "@cdktf/provider-aws/lib/vpc-security-group-ingress-rule";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";

export interface FunctionAccessProps {
  /** Of the security group, and of the function. */
  readonly name: string;
  readonly vpcId: string;
  readonly database: { readonly securityGroupId: string; readonly port: number };
  /** What is said of the way out of the function, and of the way into the database. */
  readonly descriptions: { readonly out: string; readonly in: string };
}

/**
 * The way of a function into a database: nothing can connect to the function, and the function can connect
 * to nothing else.
 *
 * https://docs.aws.amazon.com/vpc/latest/userguide/vpc-security-groups.html
 */
export class FunctionAccess extends Construct {
  public readonly securityGroupId: string;
  public readonly rules: readonly ITerraformDependable[];

  constructor(scope: Construct, id: string, props: FunctionAccessProps) {
    super(scope, id);

    const { name, vpcId, database, descriptions } = props;
    const tcp = { ipProtocol: "tcp", fromPort: database.port, toPort: database.port };
    const group = new SecurityGroup(this, "group", {
      name,
      description: `Function ${name}`,
      vpcId,
    });
    this.rules = [
      new VpcSecurityGroupEgressRule(this, "function-to-database", {
        securityGroupId: group.id,
        description: descriptions.out,
        ...tcp,
        referencedSecurityGroupId: database.securityGroupId,
      }),
      new VpcSecurityGroupIngressRule(this, "database-from-function", {
        securityGroupId: database.securityGroupId,
        description: descriptions.in,
        ...tcp,
        referencedSecurityGroupId: group.id,
      }),
    ];
    this.securityGroupId = group.id;
  }
}
