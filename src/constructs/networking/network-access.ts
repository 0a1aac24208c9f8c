import { SecurityGroup } from "@cdktf/provider-aws/lib/security-group";
import { VpcSecurityGroupEgressRule } from "@cdktf/provider-aws/lib/vpc-security-group-egress-rule";
import { VpcSecurityGroupIngressRule } from "@cdktf/provider-aws/lib/vpc-security-group-ingress-rule";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { databaseEngine } from "../../systems/test-app/application";
import type { Environment } from "../../systems/test-app/environment";
import type { Names } from "../../systems/test-app/names";

export interface NetworkAccessProps {
  readonly settings: Pick<Environment, "application">;
  readonly names: Names;
  readonly vpcId: string;
}

const anywhere = { cidrIpv4: "0.0.0.0/0" };

/**
 * Who may talk to whom: the world to the load balancer on 80 and 443, the load balancer to the
 * instances on the application's port, the instances to the world on 443 and to the database, which has
 * no way out. Nothing else; there is no SSH, because people come in through Session Manager. Each rule is a resource of its own, so that a
 * rule that is revoked or changed by hand shows as drift of exactly that rule.
 *
 * Amazon's resolver, time and metadata addresses are not filtered by security groups:
 * https://docs.aws.amazon.com/vpc/latest/userguide/vpc-security-groups.html
 */
export class NetworkAccess extends Construct {
  public readonly loadBalancerGroupId: string;
  public readonly instanceGroupId: string;
  public readonly databaseGroupId: string;
  /** An instance that boots before these are there reaches nothing: the group depends on them. */
  public readonly rules: readonly ITerraformDependable[];

  constructor(scope: Construct, id: string, { settings, names, vpcId }: NetworkAccessProps) {
    super(scope, id);

    // EC2 can't change a group's description, and a replacement would cut the instances off: the rules
    // say what the groups are for.
    const loadBalancer = new SecurityGroup(this, "load-balancer", {
      name: names.loadBalancerSecurityGroup,
      description: `Load balancer of ${names.base}`,
      vpcId,
    });
    const instance = new SecurityGroup(this, "instance", {
      name: names.instanceSecurityGroup,
      description: `Instances of ${names.base}`,
      vpcId,
    });
    const database = new SecurityGroup(this, "database", {
      name: names.database.securityGroup,
      description: `Database of ${names.base}`,
      vpcId,
    });

    this.rules = [
      new VpcSecurityGroupIngressRule(this, "world-to-load-balancer-http", {
        securityGroupId: loadBalancer.id,
        description: "HTTP from anywhere, to be redirected to HTTPS",
        ...tcp(80),
        ...anywhere,
      }),
      new VpcSecurityGroupIngressRule(this, "world-to-load-balancer-https", {
        securityGroupId: loadBalancer.id,
        description: "HTTPS from anywhere",
        ...tcp(443),
        ...anywhere,
      }),
      new VpcSecurityGroupEgressRule(this, "load-balancer-to-instance", {
        securityGroupId: loadBalancer.id,
        description: "The application on the instances",
        ...tcp(settings.application.port),
        referencedSecurityGroupId: instance.id,
      }),
      new VpcSecurityGroupIngressRule(this, "instance-from-load-balancer", {
        securityGroupId: instance.id,
        description: "The application, from the load balancer only",
        ...tcp(settings.application.port),
        referencedSecurityGroupId: loadBalancer.id,
      }),
      new VpcSecurityGroupEgressRule(this, "instance-to-world-https", {
        securityGroupId: instance.id,
        description: "HTTPS: services of AWS, packages and the server of the updater",
        ...tcp(443),
        ...anywhere,
      }),
      new VpcSecurityGroupEgressRule(this, "instance-to-database", {
        securityGroupId: instance.id,
        description: "MySQL: the metrics of the backoffice",
        ...tcp(databaseEngine.port),
        referencedSecurityGroupId: database.id,
      }),
      new VpcSecurityGroupIngressRule(this, "database-from-instance", {
        securityGroupId: database.id,
        description: "MySQL, from the instances",
        ...tcp(databaseEngine.port),
        referencedSecurityGroupId: instance.id,
      }),
    ];

    this.loadBalancerGroupId = loadBalancer.id;
    this.instanceGroupId = instance.id;
    this.databaseGroupId = database.id;
  }
}

function tcp(port: number) {
  return { ipProtocol: "tcp", fromPort: port, toPort: port };
}
