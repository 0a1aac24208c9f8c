import { DescribeVpcsCommand, EC2Client } from "@aws-sdk/client-ec2";
import type { Aws } from "../aws";
import { type Checker, each } from "../check";
import { failed, ok } from "../finding";

/** https://docs.aws.amazon.com/vpc/latest/userguide/default-vpc.html */
export const defaultVpc: Checker<"default-vpc"> = {
  scope: "region",
  run: each(async (_, { aws, region }) => {
    const id = await defaultVpcId(aws);
    return id === undefined
      ? [
          failed(
            `${region} has no default VPC`,
            `aws ec2 create-default-vpc --region ${region}, which makes its subnets too`,
          ),
        ]
      : [ok(`the default VPC is ${id}`)];
  }),
};

/** Undefined where the region has none; it never has two. */
export async function defaultVpcId(aws: Aws): Promise<string | undefined> {
  const { Vpcs = [] } = await aws.ask("ec2:DescribeVpcs", EC2Client, (ec2, options) =>
    ec2.send(
      new DescribeVpcsCommand({ Filters: [{ Name: "isDefault", Values: ["true"] }] }),
      options,
    ),
  );
  return Vpcs[0]?.VpcId;
}
