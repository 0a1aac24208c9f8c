import { SecurityGroup } from "@cdktf/provider-aws/lib/security-group";
import { VpcSecurityGroupEgressRule } from "@cdktf/provider-aws/lib/vpc-security-group-egress-rule";
import { VpcSecurityGroupIngressRule } from "@cdktf/provider-aws/lib/vpc-security-group-ingress-rule";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { acceptFindings } from "../accepted-findings";

/** One side of a connection over TCP; between two groups it needs both sides. */
export interface Connection<Group extends string> {
  readonly group: Group;
  readonly direction: "in" | "out";
  /** A list of AWS's addresses, such as those of S3 in the region, has an id of EC2's. */
  readonly peer: Group | "anywhere" | { readonly prefixListId: string };
  readonly port: number;
  readonly description: string;
}

export interface NetworkAccessProps<Group extends string> {
  readonly vpcId: string;
  /** Security groups by the id of their construct; those that are somebody else's have an id of EC2's. */
  readonly groups: Readonly<
    Record<Group, { readonly name: string; readonly description: string } | { readonly id: string }>
  >;
  /** All that is allowed, by the id of the rule's construct. */
  readonly connections: Readonly<Record<string, Connection<Group>>>;
}

/**
 * Who may talk to whom, and nothing else. Each rule is a resource of its own, so that a rule that is revoked
 * or changed by hand shows as drift of exactly that rule.
 *
 * Amazon's resolver, time and metadata addresses are not filtered by security groups:
 * https://docs.aws.amazon.com/vpc/latest/userguide/vpc-security-groups.html
 */
export class NetworkAccess<Group extends string> extends Construct {
  public readonly groupIds: Readonly<Record<Group, string>>;
  /** An instance that boots before these are there reaches nothing: the group depends on them. */
  public readonly rules: readonly ITerraformDependable[];

  constructor(scope: Construct, id: string, props: NetworkAccessProps<Group>) {
    super(scope, id);

    const { vpcId, groups, connections } = props;
    // EC2 can't change a group's description, and a replacement would cut its members off: the rules
    // say what the groups are for.
    const ids = Object.keys(groups) as Group[];
    this.groupIds = Object.fromEntries(
      ids.map((id) => {
        const group = groups[id];
        return [id, "id" in group ? group.id : new SecurityGroup(this, id, { ...group, vpcId }).id];
      }),
    ) as Record<Group, string>;

    this.rules = Object.entries(connections).map(([id, connection]) => {
      const { group, direction, peer, port, description } = connection;
      const Rule = direction === "in" ? VpcSecurityGroupIngressRule : VpcSecurityGroupEgressRule;
      const rule = new Rule(this, id, {
        securityGroupId: this.groupIds[group],
        description,
        ipProtocol: "tcp",
        fromPort: port,
        toPort: port,
        ...this.peerOf(peer),
      });
      if (direction === "in" && port === 80) {
        const isOpen = peer === "anywhere";
        acceptFindings(rule, {
          CKV_AWS_260: isOpen ? description : "it names a security group, and no address",
        });
      }
      return rule;
    });
  }

  private peerOf(peer: Connection<Group>["peer"]) {
    if (typeof peer === "object") return { prefixListId: peer.prefixListId };
    if (peer === "anywhere") return { cidrIpv4: "0.0.0.0/0" };
    return { referencedSecurityGroupId: this.groupIds[peer] };
  }
}
