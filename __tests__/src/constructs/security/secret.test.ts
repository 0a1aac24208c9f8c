import { describe, expect, it } from "vitest";
import { Secret } from "../../../../src/constructs/security/secret";
import { synthesize } from "../../../support/synthesized";

const encryptionKeyArn = "arn:aws:kms:us-east-1:111122223333:key/1";

describe("a secret", () => {
  const secretWith = (preventDestroy: boolean) =>
    synthesize(
      (scope) =>
        new Secret(scope, "secret", {
          name: "a/secret",
          description: "A secret",
          account: "111122223333",
          encryptionKeyArn,
          recoveryWindowDays: 30,
          preventDestroy,
        }),
    );

  it("is an encrypted container without a value, which is hard to lose", () => {
    const stack = secretWith(true);
    expect(stack.only("aws_secretsmanager_secret")).toMatchObject({
      name: "a/secret",
      kms_key_id: encryptionKeyArn,
      recovery_window_in_days: 30,
      lifecycle: { prevent_destroy: true },
    });
    expect(stack.resources()).toHaveLength(2);
  });

  it("refuses other accounts by a policy of its own, so that another policy shows in a plan", () => {
    const { secret_arn, policy } = secretWith(true).only("aws_secretsmanager_secret_policy");
    expect(secret_arn).toMatch(/aws_secretsmanager_secret\..*\.arn/);
    expect(JSON.parse(policy).Statement).toEqual([
      {
        Sid: "RefuseOtherAccounts",
        Effect: "Deny",
        Principal: "*",
        Action: ["secretsmanager:*"],
        Resource: "*",
        Condition: {
          StringNotEquals: { "aws:PrincipalAccount": "111122223333" },
          Bool: { "aws:PrincipalIsAWSService": "false" },
        },
      },
    ]);
  });

  it("can be destroyed where its protection is given up", () => {
    const { lifecycle } = secretWith(false).only("aws_secretsmanager_secret");
    expect(lifecycle.prevent_destroy).toBe(false);
  });
});
