import { expect, it } from "vitest";
import { isApplyable } from "../../../../src/operations/bootstrap/applyable";
import { recorded } from "../drift/recorded";

it.each([
  ["first-deployment", true],
  ["import", true],
  ["in-sync", false],
])("there is something to apply in the plan %s: %s", (plan, applyable) => {
  expect(isApplyable(recorded(plan))).toBe(applyable);
});

it.each([
  ["targeted", "isn't complete"],
  ["errored", "isn't complete"],
])("the plan %s %s, and isn't applied", (plan, said) => {
  expect(() => isApplyable(recorded(plan))).toThrow(said);
});

it("what is no plan isn't applied", () => {
  expect(() => isApplyable({})).toThrow("can't be read");
});
