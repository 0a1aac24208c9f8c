import { expect, it } from "vitest";
import { account } from "../../../../src/systems/configuration/account";
import { accessPolicy } from "../../../../src/systems/foundation/access-policy";

const file = "tally-apply-identity";

it("a policy of access/ is taken for the account that it was written for, and for no other", () => {
  expect(JSON.parse(accessPolicy(file, account.id)).Statement).not.toEqual([]);
  expect(() => accessPolicy(file, "444455556666")).toThrow(
    `access/${file}.json names the account ${account.id}, and the configuration is of 444455556666: write it anew with npm run access`,
  );
});
