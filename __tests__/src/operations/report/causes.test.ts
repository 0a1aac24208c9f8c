import { expect, it } from "vitest";
import { CallFailure } from "../../../../src/operations/aws/call";
import { causeOf, firstCause } from "../../../../src/operations/report/causes";

it("is the first of the list, in whatever order causes are found", () => {
  // A state that exists nowhere else comes before whatever kept it from being saved.
  expect(firstCause("throttled", null, "state-not-saved")).toBe("state-not-saved");
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
