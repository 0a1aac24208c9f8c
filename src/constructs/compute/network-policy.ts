import { allow, deny, type PolicyStatement } from "../security/policy-document";
import { arnOfFunction, type OwnFunction } from "./function-policy";

const change = [
  "ec2:CreateNetworkInterface",
  "ec2:DeleteNetworkInterface",
  "ec2:AssignPrivateIpAddresses",
  "ec2:UnassignPrivateIpAddresses",
];
const look = ["ec2:DescribeNetworkInterfaces", "ec2:DescribeSubnets"];

/**
 * Lets Lambda connect a function to a VPC in its role's name, and takes the same away from the function's
 * own code. Lambda wants to delete an interface whose id it doesn't know yet, so all of the region are
 * named; the lists take no resource at all.
 *
 * https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html#configuration-vpc-permissions
 */
export function networkPolicy({
  account,
  region,
  functionName,
}: Omit<OwnFunction, "logGroupName" | "encryptionKeyArn">): PolicyStatement[] {
  return [
    allow("ConnectToNetwork", { Action: change, Resource: `arn:aws:ec2:${region}:${account}:*/*` }),
    allow("SeeNetwork", {
      Action: look,
      Resource: "*",
      Condition: { StringEquals: { "aws:RequestedRegion": region } },
    }),
    deny("ButNotFromItsCode", {
      Action: [...change, ...look],
      Resource: "*",
      Condition: {
        ArnEquals: { "lambda:SourceFunctionArn": arnOfFunction(account, region, functionName) },
      },
    }),
  ];
}
