import { DataAwsEc2InstanceTypeOfferings } from "@cdktf/provider-aws/lib/data-aws-ec2-instance-type-offerings";
import { DataAwsSubnets } from "@cdktf/provider-aws/lib/data-aws-subnets";
import { DataAwsVpc } from "@cdktf/provider-aws/lib/data-aws-vpc";
import { Fn, Op } from "cdktf";
import { Construct } from "constructs";

export interface DefaultNetworkProps {
  readonly instanceTypes: readonly string[];
}

/**
 * Looks up the region's default VPC and those of its default subnets whose zone offers every one of
 * the instance types: a group that spans a zone without them fails to launch there (in us-east-1 one
 * zone lacks most modern types). A plan fails with a clear error when fewer than two zones are left.
 *
 * https://docs.aws.amazon.com/vpc/latest/userguide/default-vpc.html
 */
export class DefaultNetwork extends Construct {
  public readonly vpcId: string;
  /** One subnet a zone, of the zones that offer every instance type. */
  public readonly subnetIds: string[];
  /** One subnet a zone, of all zones: what is here doesn't shrink when the instance types change. */
  public readonly allSubnetIds: string[];

  constructor(scope: Construct, id: string, { instanceTypes }: DefaultNetworkProps) {
    super(scope, id);

    const vpc = new DataAwsVpc(this, "vpc", { default: true });

    const zonesOfEachType = instanceTypes.map(
      (type) =>
        new DataAwsEc2InstanceTypeOfferings(this, `zones-with-${type.replace(".", "-")}`, {
          locationType: "availability-zone",
          filter: [{ name: "instance-type", values: [type] }],
        }).locations,
    );
    const [zonesOfFirstType = [], ...zonesOfOtherTypes] = zonesOfEachType;
    const zones = Fn.setintersection(zonesOfFirstType, zonesOfOtherTypes);

    const tooFewZones = `Fewer than two zones of the default VPC offer all of ${instanceTypes.join(", ")}, and a load balancer needs two: choose other instance types, or restore the default subnets with 'aws ec2 create-default-subnet'.`;
    const defaultSubnets = [
      { name: "vpc-id", values: [vpc.id] },
      // The default subnets alone: one a zone, public, and none that somebody added for another use.
      { name: "default-for-az", values: ["true"] },
    ];
    const subnets = new DataAwsSubnets(this, "subnets", {
      filter: [...defaultSubnets, { name: "availability-zone", values: Fn.tolist(zones) }],
      lifecycle: {
        precondition: [{ condition: Op.gte(Fn.lengthOf(zones), 2), errorMessage: tooFewZones }],
        postcondition: [{ condition: "${length(self.ids) >= 2}", errorMessage: tooFewZones }],
      },
    });

    this.vpcId = vpc.id;
    this.subnetIds = subnets.ids;
    this.allSubnetIds = new DataAwsSubnets(this, "all-subnets", { filter: defaultSubnets }).ids;
  }
}
