import { describe, expect, it } from "vitest";
import {
  endText,
  isLost,
  isOrderly,
  type TerraformEnd,
  terraformEnd,
} from "../../../../../src/operations/terraform/apply/apply-log";

describe("how Terraform ended", () => {
  it.each([
    [0, true, 0],
    [11, true, 11],
    [137, true, "SIGKILL"],
    [130, true, "SIGINT"],
    [130, false, "not begun"],
    [undefined, true, "not seen"],
  ] as const)("exit code %s, begun: %s, is %s", (code, hasBegun, end) => {
    expect(terraformEnd(code, hasBegun)).toBe(end);
  });

  it.each<[TerraformEnd, string, boolean]>([
    [1, "", true],
    [127, "", true],
    ["not begun", "", true],
    [2, "", false],
    [11, "", false],
    ["SIGKILL", "", false],
    ["not seen", "", false],
    [1, "a\npanic: runtime error", false],
    [1, "!!!! TERRAFORM CRASH !!!!", false],
    [1, '{"detail":"panic: of a provider"}', true],
  ])("%s with the log %j is orderly: %s", (end, log, orderly) => {
    expect(isOrderly(end, log)).toBe(orderly);
  });

  it("is told to people", () => {
    expect(endText(1)).toBe("exit code 1");
    expect(endText("not seen")).toBe("by something that nobody saw");
  });
});

it("knows which resource its provider may have lost", () => {
  const error = (summary: string, address?: string) =>
    JSON.stringify({ type: "diagnostic", diagnostic: { severity: "error", address, summary } });
  const denied = error("AccessDenied", "aws_x.denied");
  const log = [denied, error("Plugin did not respond"), '{"half'].join("\n");
  expect(isLost("aws_x.a", log)).toBe(true);
  expect(isLost("aws_x.denied", log)).toBe(false);
  expect(isLost("aws_x.a", denied)).toBe(false);
});
