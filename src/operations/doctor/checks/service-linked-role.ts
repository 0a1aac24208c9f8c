import { GetRoleCommand, IAMClient } from "@aws-sdk/client-iam";
import { Unanswered } from "../aws";
import { type Checker, each } from "../check";
import { failed, ok } from "../finding";

/** A service makes its role when it is first used; what names the role before that fails. */
export const serviceLinkedRole: Checker<"service-linked-role"> = {
  scope: "account",
  run: each(async ({ role, neededBecause }, { aws, region }) => {
    try {
      await aws.ask("iam:GetRole", IAMClient, (iam, options) =>
        iam.send(new GetRoleCommand({ RoleName: role }), options),
      );
      return [ok(`the role ${role} is there`)];
    } catch (error) {
      if (!(error instanceof Unanswered) || !/^NoSuchEntity/.test(error.code)) throw error;
      return [
        failed(
          `the role ${role} is missing, and ${neededBecause}`,
          `npm run bootstrap -- ${region}`,
        ),
      ];
    }
  }),
};
