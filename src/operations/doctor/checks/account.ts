import { DescribeRegionsCommand, EC2Client } from "@aws-sdk/client-ec2";
import { GetRoleCommand, IAMClient } from "@aws-sdk/client-iam";
import { type Aws, Unanswered } from "../aws";
import { type Checker, each, type Finding, failed, ok, unchecked } from "../check";

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeRegions.html */
const enabled = ["opt-in-not-required", "opted-in"];

/** Whether the account may use the regions; asked for in one that can't be turned off. */
export async function enabledRegions(
  aws: Aws,
  regions: readonly string[],
): Promise<readonly Finding[]> {
  const { Regions = [] } = await aws.ask("ec2:DescribeRegions", EC2Client, (ec2, options) =>
    ec2.send(new DescribeRegionsCommand({ RegionNames: [...regions], AllRegions: true }), options),
  );
  return regions.map((region) => {
    const status = Regions.find(({ RegionName }) => RegionName === region)?.OptInStatus;
    if (status === undefined)
      return unchecked(`EC2 doesn't say whether ${region} is enabled`, "run it again");
    if (enabled.includes(status)) return ok(`${region} is enabled`);
    return failed(
      `${region} is not enabled in this account (${status})`,
      `aws account enable-region --region-name ${region}`,
    );
  });
}

/** A service makes its role when it is first used; what names the role before that fails. */
export const serviceLinkedRole: Checker<"service-linked-role"> = {
  scope: "account",
  run: each(async ({ role, neededBecause }, { aws, region }) => {
    try {
      await aws.ask("iam:GetRole", IAMClient, (iam, options) =>
        iam.send(new GetRoleCommand({ RoleName: role }), options),
      );
      return ok(`the role ${role} is there`);
    } catch (error) {
      if (!(error instanceof Unanswered) || !/^NoSuchEntity/.test(error.code)) throw error;
      return failed(
        `the role ${role} is missing, and ${neededBecause}`,
        `npm run bootstrap -- ${region}`,
      );
    }
  }),
};
