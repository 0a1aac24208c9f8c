import { expect, it } from "vitest";
import { CallFailure } from "../../../../src/operations/aws/call";
import { causeOf, firstCause } from "../../../../src/operations/report/causes";

it("is the first of the list, in whatever order causes are found", () => {
  expect(firstCause("state-not-saved", null, "throttled")).toBe("throttled");
  expect(firstCause("throttled", "state-locked")).toBe("state-locked");
  expect(firstCause(null)).toBeNull();
});

it("is an error's own, and not what the error follows from", () => {
  const standard = new Error("It failed", { cause: "credentials" });
  expect(causeOf(standard)).toBeNull();
  expect(causeOf(new CallFailure("denied", "No", "credentials", { cause: standard }))).toBe(
    "credentials",
  );
  expect(causeOf(undefined)).toBeNull();
});
