import { DefaultSecurityGroup } from "@cdktf/provider-aws/lib/default-security-group";
import { InternetGateway } from "@cdktf/provider-aws/lib/internet-gateway";
import { Route } from "@cdktf/provider-aws/lib/route";
import { RouteTable } from "@cdktf/provider-aws/lib/route-table";
import { RouteTableAssociation } from "@cdktf/provider-aws/lib/route-table-association";
import { Subnet } from "@cdktf/provider-aws/lib/subnet";
import { Vpc as AwsVpc } from "@cdktf/provider-aws/lib/vpc";
import { Construct } from "constructs";

export interface VpcProps {
  /** Of the VPC; what is in it has names that begin with it. */
  readonly name: string;
  /** A block of 16 bits, as its first two numbers: `10.20` is 10.20.0.0/16. */
  readonly block: string;
  /** Names of two or three zones, such as `us-east-1a`. Others may follow them, and none may go before them. */
  readonly zones: readonly string[];
}

/**
 * A VPC with a public and a private subnet in each zone. What is in a public one has a way to the internet once it has
 * a public address, and nothing gets one by itself; what is in a private one has no way out but the VPC's endpoints.
 *
 * https://docs.aws.amazon.com/vpc/latest/userguide/vpc-subnets-commands-example.html
 */
export class Vpc extends Construct {
  public readonly id: string;
  /** One a zone. */
  public readonly publicSubnetIds: string[];
  /** One a zone. */
  public readonly privateSubnetIds: string[];
  public readonly privateRouteTableId: string;

  constructor(scope: Construct, id: string, { name, block, zones }: VpcProps) {
    super(scope, id);

    const vpc = new AwsVpc(this, "this", {
      cidrBlock: `${block}.0.0/16`,
      enableDnsSupport: true,
      enableDnsHostnames: true, // endpoints answer by the services' own names
      tags: { Name: name },
    });
    // Whatever forgets to name a group is in this one, and reaches nothing.
    new DefaultSecurityGroup(this, "default-group", { vpcId: vpc.id, ingress: [], egress: [] });
    const gateway = new InternetGateway(this, "gateway", { vpcId: vpc.id, tags: { Name: name } });

    const subnets = (kind: "public" | "private", firstBlock: number) => {
      const table = new RouteTable(this, `${kind}-routes`, {
        vpcId: vpc.id,
        tags: { Name: `${name}-${kind}` },
      });
      const ids = zones.map((zone, index) => {
        const subnet = new Subnet(this, `${kind}-${zone}`, {
          vpcId: vpc.id,
          availabilityZone: zone,
          cidrBlock: `${block}.${firstBlock + index}.0/24`,
          mapPublicIpOnLaunch: false,
          tags: { Name: `${name}-${kind}-${zone}` },
        });
        new RouteTableAssociation(this, `${kind}-${zone}-routes`, {
          subnetId: subnet.id,
          routeTableId: table.id,
        });
        return subnet.id;
      });
      return { ids, tableId: table.id };
    };
    const open = subnets("public", 0);
    const closed = subnets("private", 100);
    new Route(this, "way-out", {
      routeTableId: open.tableId,
      destinationCidrBlock: "0.0.0.0/0",
      gatewayId: gateway.id,
    });

    this.id = vpc.id;
    this.publicSubnetIds = open.ids;
    this.privateSubnetIds = closed.ids;
    this.privateRouteTableId = closed.tableId;
  }
}
