import { GetRoleCommand, IAMClient } from "@aws-sdk/client-iam";
import { Unanswered } from "../aws";
import type { Check } from "../check";
import type { AccountContext } from "../context";
import { failed, ok } from "../finding";

const roleName = "AWSServiceRoleForAutoScaling";

/**
 * The encryption key's policy names the role, and KMS refuses a policy that names one that isn't there: an
 * account that never had an auto scaling group has none.
 *
 * https://docs.aws.amazon.com/autoscaling/ec2/userguide/autoscaling-service-linked-role.html
 */
export const serviceLinkedRole: Check<AccountContext> = {
  name: "service-linked-role",
  run: async ({ aws, regions }) => {
    try {
      await aws.ask("iam:GetRole", IAMClient, (iam, options) =>
        iam.send(new GetRoleCommand({ RoleName: roleName }), options),
      );
      return [ok(`the role ${roleName} is there`)];
    } catch (error) {
      if (!(error instanceof Unanswered) || !/^NoSuchEntity/.test(error.code)) throw error;
      return [
        failed(
          `the role ${roleName} is missing, and the encryption key's policy names it`,
          `npm run bootstrap -- ${regions[0]}`,
        ),
      ];
    }
  },
};
