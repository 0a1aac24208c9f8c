import { describe, expect, it } from "vitest";
import { applyEvent, failedToSaveState, hasBegun, resourcesIn } from "../../../src/apply/apply-log";

const planned = (addr: string, action: string) =>
  JSON.stringify({ type: "planned_change", change: { resource: { addr }, action } });
const hook = (type: string, addr: string, action: string) =>
  JSON.stringify({
    type,
    hook: { resource: { addr }, action, id_value: "secret", elapsed_seconds: 2 },
  });

const log = [
  "a word of a wrapper",
  planned("aws_x.a", "create"),
  planned("aws_x.b", "replace"),
  planned("aws_x.c", "replace"),
  planned("aws_x.d", "update"),
  planned("aws_x.e", "delete"),
  planned("aws_x.f", "move"),
  planned("data.aws_x.g", "read"),
  hook("apply_start", "data.aws_x.g", "read"),
  hook("apply_start", "aws_x.a", "create"),
  hook("apply_complete", "aws_x.a", "create"),
  hook("apply_start", "aws_x.b", "delete"),
  hook("apply_complete", "aws_x.b", "delete"),
  hook("apply_start", "aws_x.b", "create"),
  hook("apply_complete", "aws_x.b", "create"),
  hook("apply_start", "aws_x.c", "delete"),
  hook("apply_complete", "aws_x.c", "delete"),
  hook("apply_start", "aws_x.d", "update"),
  hook("apply_errored", "aws_x.d", "update"),
  '{"type":"apply_compl',
].join("\n");

describe("what Terraform says of an apply", () => {
  it("tells what is done, failed, half done and not begun apart", () => {
    const results = resourcesIn(log, false).map(({ address, result }) => [address, result]);
    expect(results).toEqual([
      ["aws_x.a", "done"],
      ["aws_x.b", "done"],
      ["aws_x.c", "unknown"],
      ["aws_x.d", "failed"],
      ["aws_x.e", "not begun"],
      ["aws_x.f", "not begun"],
    ]);
    expect(new Set(resourcesIn(log, true).map(({ result }) => result))).toEqual(new Set(["done"]));
  });

  it("says nothing but address, action and time", () => {
    expect(applyEvent(hook("apply_complete", "aws_x.a", "create"))).toEqual({
      kind: "done",
      address: "aws_x.a",
      action: "create",
      seconds: 2,
    });
    expect(applyEvent('{"type":"outputs","outputs":{"o":{"value":"secret"}}}')).toBe(undefined);
  });

  it("has begun with the first change that isn't a mere read", () => {
    expect(
      hasBegun(
        [planned("aws_x.a", "create"), hook("apply_start", "data.aws_x.g", "read")].join("\n"),
      ),
    ).toBe(false);
    expect(hasBegun(hook("apply_start", "aws_x.a", "create"))).toBe(true);
  });

  it("says that the state could not be saved", () => {
    const diagnostic = (summary: string) =>
      JSON.stringify({ type: "diagnostic", diagnostic: { severity: "error", summary } });
    expect(failedToSaveState(diagnostic("Failed to save state"))).toBe(true);
    expect(failedToSaveState(diagnostic("Failed to persist state to backend"))).toBe(true);
    expect(failedToSaveState(log)).toBe(false);
  });
});
