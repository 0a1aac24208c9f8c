import {
  EC2Client,
  paginateDescribeInstanceTypeOfferings,
  paginateDescribeSubnets,
  paginateDescribeVpcs,
} from "@aws-sdk/client-ec2";
import type { Aws } from "../aws";
import { type Checker, each, failed, ok, unchecked } from "../check";

/** https://docs.aws.amazon.com/vpc/latest/userguide/default-vpc.html */
export const defaultVpc: Checker<"default-vpc"> = {
  scope: "region",
  run: each(async (_, { aws, region }) => {
    const id = await defaultVpcId(aws);
    return id === undefined
      ? failed(
          `${region} has no default VPC`,
          `aws ec2 create-default-vpc --region ${region}, which makes its subnets too`,
        )
      : ok(`the default VPC is ${id}`);
  }),
};

/** Undefined where the region has none; it never has two. */
async function defaultVpcId(aws: Aws): Promise<string | undefined> {
  return aws.ask("ec2:DescribeVpcs", EC2Client, async (client, options) => {
    const input = { Filters: [{ Name: "isDefault", Values: ["true"] }] };
    for await (const page of paginateDescribeVpcs({ client }, input, options))
      for (const { VpcId } of page.Vpcs ?? []) return VpcId;
    return undefined;
  });
}

/** A load balancer and a database each need two. */
const fewestZones = 2;

/**
 * Zones that offer every instance type of the environment and have a default subnet: what
 * constructs/networking/default-network.ts looks up, and where the group launches.
 */
export const zones: Checker<"zones"> = {
  scope: "environment",
  run: each(async ({ instanceTypes, zonesNeeded, toNeedFewer }, { aws, region, configuredIn }) => {
    const types = instanceTypes.join(" and ");
    const [offering, vpcId] = await Promise.all([
      zonesWithAll(aws, instanceTypes),
      defaultVpcId(aws),
    ]);
    if (vpcId === undefined)
      return unchecked("without a default VPC there are no default subnets", "see default-vpc");
    if (offering.length < fewestZones)
      return failed(
        `${listed(offering)} offers ${types}, and two zones are needed`,
        `choose other instanceTypes in ${configuredIn}`,
      );
    const withSubnet = await zonesWithDefaultSubnet(aws, vpcId);
    const usable = offering.filter((zone) => withSubnet.includes(zone));
    const missing = offering.filter((zone) => !withSubnet.includes(zone));
    const create = missing
      .map((zone) => `aws ec2 create-default-subnet --region ${region} --availability-zone ${zone}`)
      .join("; ");
    if (usable.length < fewestZones)
      return failed(
        `${listed(usable)} offers ${types} and has a default subnet, and two zones are needed`,
        create,
      );
    if (usable.length < zonesNeeded)
      return failed(
        `${usable.join(" and ")} alone can be used, and the scaling targets need ${zonesNeeded} zones: the apply refuses them`,
        create === "" ? toNeedFewer : create,
      );
    return ok(`${usable.join(", ")} offer ${types} and have a default subnet`);
  }),
};

async function zonesWithAll(aws: Aws, types: readonly string[]): Promise<string[]> {
  const action = "ec2:DescribeInstanceTypeOfferings";
  const zonesOf = await aws.ask(action, EC2Client, async (client, options) => {
    const found = new Map<string, Set<string>>();
    const pages = paginateDescribeInstanceTypeOfferings(
      { client },
      {
        LocationType: "availability-zone",
        Filters: [{ Name: "instance-type", Values: [...types] }],
      },
      options,
    );
    for await (const { InstanceTypeOfferings = [] } of pages)
      for (const { Location = "", InstanceType = "" } of InstanceTypeOfferings)
        found.set(Location, (found.get(Location) ?? new Set()).add(InstanceType));
    return found;
  });
  return [...zonesOf]
    .filter(([, offered]) => types.every((type) => offered.has(type)))
    .map(([zone]) => zone)
    .sort();
}

async function zonesWithDefaultSubnet(aws: Aws, vpcId: string): Promise<string[]> {
  const input = {
    Filters: [
      { Name: "vpc-id", Values: [vpcId] },
      { Name: "default-for-az", Values: ["true"] },
    ],
  };
  return aws.ask("ec2:DescribeSubnets", EC2Client, async (client, options) => {
    const zones: string[] = [];
    for await (const { Subnets = [] } of paginateDescribeSubnets({ client }, input, options))
      zones.push(...Subnets.flatMap(({ AvailabilityZone }) => AvailabilityZone ?? []));
    return zones;
  });
}

/** Of too few zones: `no zone`, or such as `only us-east-1a`. */
function listed([zone]: readonly string[]): string {
  return zone === undefined ? "no zone" : `only ${zone}`;
}
