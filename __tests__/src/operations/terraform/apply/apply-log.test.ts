import { describe, expect, it } from "vitest";
import {
  applyEvent,
  failedToSaveState,
  hasBegun,
  resourcesIn,
} from "../../../../../src/operations/terraform/apply/apply-log";

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

  it("tells a deposed object's end from its resource's only where the log does", () => {
    const of =
      (...hooks: string[]) =>
      (log: readonly string[]) =>
        resourcesIn([...log, ...hooks].join("\n"), false).map(({ result }) => result);
    const start = (action: string) => hook("apply_start", "aws_x.a", action);
    const complete = (action: string) => hook("apply_complete", "aws_x.a", action);
    const errored = (action: string) => hook("apply_errored", "aws_x.a", action);
    const created = [planned("aws_x.a", "create"), planned("aws_x.a", "delete")];
    expect(of(start("create"), complete("create"))(created)).toEqual(["done", "not begun"]);
    expect(of(start("delete"), errored("delete"))(created)).toEqual(["not begun", "failed"]);
    const replaced = [planned("aws_x.a", "replace"), planned("aws_x.a", "delete")];
    const one = [start("delete"), complete("delete")];
    const rest = [start("create"), complete("create")];
    expect(of(...one)(replaced)).toEqual(["unknown", "unknown"]);
    expect(of(...one, ...rest)(replaced)).toEqual(["unknown", "unknown"]);
    expect(of(...one, ...rest, ...one)(replaced)).toEqual(["done", "done"]);
    expect(of(...one, start("delete"), errored("delete"))(replaced)).toEqual([
      "unknown",
      "unknown",
    ]);
    expect(of()(replaced)).toEqual(["not begun", "not begun"]);
  });

  it("calls unknown what a second interrupt has cut short", () => {
    const cut = [
      planned("aws_x.a", "update"),
      hook("apply_start", "aws_x.a", "update"),
      hook("apply_errored", "aws_x.a", "update"),
      "Two interrupts received. Exiting immediately.",
    ].join("\n");
    expect(resourcesIn(cut, false).map(({ result }) => result)).toEqual(["unknown"]);
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
