import { describe, expect, it } from "vitest";
import { holdOf } from "../../../../src/operations/aws/hold";

const name = "/test-app/uat-us-east-1/updates";

describe("the parameter that lets updates happen", () => {
  it.each(["enabled", "enabled\n"])("enables them with %j", (value) => {
    expect(holdOf(name, value)).toBeNull();
  });

  it("says why they are held, as one harmless line", () => {
    expect(holdOf(name, "held: a bad release\u001b[2J\nor so")).toBe(
      "updates are held: a bad release\\u001b[2J\\nor so",
    );
  });

  it.each(["", "Enabled", "enabled ", " enabled", "held:", "held: ", "true"])(
    "holds them with %j, which it doesn't know",
    (value) => {
      expect(holdOf(name, value)).toBe(
        `the parameter ${name} doesn't say enabled, which counts as held`,
      );
    },
  );

  it("holds them where it isn't there", () => {
    expect(holdOf(name, undefined)).toContain("is missing or can't be read, which counts as held");
  });
});
