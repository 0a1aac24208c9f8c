import { expect, it } from "vitest";
import { LogGroups } from "../../../../src/constructs/management/log-groups";
import { synthesize } from "../../../support/synthesized";

const encryptionKeyArn = "arn:aws:kms:us-east-1:111122223333:key/1";
const synthesized = (kept: { readonly skipDestroy?: true }) =>
  synthesize(
    (scope) =>
      new LogGroups(scope, "logs", {
        names: { audit: "/a/audit", error: "/a/error" },
        retention: { days: 400 },
        encryptionKeyArn,
        ...kept,
      }),
  ).ofType("aws_cloudwatch_log_group");

it("makes log groups that are encrypted and kept as long as is said", () => {
  const expected = ["audit", "error"].map((log) =>
    expect.objectContaining({
      name: `/a/${log}`,
      retention_in_days: 400,
      kms_key_id: encryptionKeyArn,
    }),
  );
  expect(synthesized({})).toEqual(expected);
});

it("deletes them, unless they are to stay", () => {
  for (const each of synthesized({})) expect(each).not.toHaveProperty("skip_destroy");
  for (const each of synthesized({ skipDestroy: true })) expect(each.skip_destroy).toBe(true);
});
