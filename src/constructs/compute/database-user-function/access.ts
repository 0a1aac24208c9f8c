import { SecurityGroup } from "@cdktf/provider-aws/lib/security-group";
import { VpcSecurityGroupEgressRule } from "@cdktf/provider-aws/lib/vpc-security-group-egress-rule";
import { VpcSecurityGroupIngressRule } from "@cdktf/provider-aws/lib/vpc-security-group-ingress-rule";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { databaseEngine } from "../../../systems/test-app/application";
import type { Names } from "../../../systems/test-app/names";

export interface DatabaseUserAccessProps {
  readonly names: Names;
  readonly vpcId: string;
  readonly databaseSecurityGroupId: string;
}

/**
 * The one way into the database beside the instances': from the function that makes its user, which
 * nothing can connect to and which can connect to nothing else.
 */
export class DatabaseUserAccess extends Construct {
  public readonly securityGroupId: string;
  public readonly rules: readonly ITerraformDependable[];

  constructor(scope: Construct, id: string, props: DatabaseUserAccessProps) {
    super(scope, id);

    const { names, vpcId, databaseSecurityGroupId } = props;
    const mysql = {
      ipProtocol: "tcp",
      fromPort: databaseEngine.port,
      toPort: databaseEngine.port,
    };
    const group = new SecurityGroup(this, "group", {
      name: names.database.userFunction,
      description: `Function ${names.database.userFunction}`,
      vpcId,
    });
    this.rules = [
      new VpcSecurityGroupEgressRule(this, "function-to-database", {
        securityGroupId: group.id,
        description: "MySQL: the user of the backoffice",
        ...mysql,
        referencedSecurityGroupId: databaseSecurityGroupId,
      }),
      new VpcSecurityGroupIngressRule(this, "database-from-function", {
        securityGroupId: databaseSecurityGroupId,
        description: "MySQL, from the function that makes the user of the backoffice",
        ...mysql,
        referencedSecurityGroupId: group.id,
      }),
    ];
    this.securityGroupId = group.id;
  }
}
