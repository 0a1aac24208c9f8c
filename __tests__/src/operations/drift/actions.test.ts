import { describe, expect, it } from "vitest";
import {
  change,
  constant,
  type Json,
  judge,
  noOp,
  refers,
  remove,
  replace,
  resource,
  said,
  update,
  type Written,
} from "./written-plans";

describe("what is only partly unknown", () => {
  const shown = (more: Json = {}) =>
    judge({
      changes: [
        update(
          "aws_instance.i",
          { groups: ["sg-1"] },
          { groups: ["sg-open", null] },
          { unknown: { groups: [false, true] }, ...more },
        ),
      ],
      resources: [resource("aws_instance.i", { groups: refers("aws_security_group.new.id") })],
      plan: {
        output_changes: {
          all: {
            actions: ["create"],
            before: null,
            after: { open: "sg-open" },
            after_unknown: { other: true },
            ...(more.after_sensitive !== undefined && { after_sensitive: true }),
          },
        },
      },
    }).findings.map(({ attributes }) => attributes);

  it("is reported with what is known", () => {
    const partly = { sensitive: false, unknown: true };
    expect(shown()).toEqual([
      [
        {
          ...partly,
          path: "groups",
          before: ["sg-1"],
          after: ["sg-open", null],
          afterUnknown: [false, true],
        },
      ],
      [
        {
          ...partly,
          path: "",
          before: null,
          after: { open: "sg-open" },
          afterUnknown: { other: true },
        },
      ],
    ]);
  });

  it("is withheld where any of it is sensitive", () => {
    const withheld = { before: null, after: null, sensitive: true, unknown: true };
    expect(shown({ after_sensitive: { groups: [true, false] } })).toEqual([
      [{ ...withheld, path: "groups" }],
      [{ ...withheld, path: "" }],
    ]);
  });
});

describe("actions", () => {
  it.each(["replace_because_tainted", "replace_by_triggers", "replace_by_request"])(
    "%s is pending, with the reason",
    (reason) => {
      const changes = [replace("aws_x.a", { size: 1 }, { size: 1 }, { reason })];
      expect(
        judge({ changes, resources: [resource("aws_x.a", { size: constant(1) })] }),
      ).toMatchObject({
        verdict: "PENDING",
        findings: [{ cause: "pending", change: "replace", destructive: true, reason }],
      });
    },
  );

  it("of a replacement with both causes, that one destroys which forces it", () => {
    const drift = [update("aws_x.a", { name: "n", size: 1 }, { name: "by hand", size: 1 })];
    const resources = [resource("aws_x.a", { name: constant("n"), size: constant(2) })];
    const both = (path: string) =>
      said({
        changes: [
          replace(
            "aws_x.a",
            { name: "by hand", size: 1 },
            { name: "n", size: 2 },
            { replace_paths: [[path]] },
          ),
        ],
        drift,
        resources,
      });
    expect(both("name")).toEqual([
      "DRIFTED_AND_PENDING",
      "drift replace aws_x.a destructive",
      "pending update aws_x.a",
    ]);
    expect(both("size")).toEqual([
      "DRIFTED_AND_PENDING",
      "drift update aws_x.a",
      "pending replace aws_x.a destructive",
    ]);
  });

  it("on a deposed object is pending, beside what its resource does", () => {
    expect(
      said({
        changes: [noOp("aws_x.a", { b: 1 }), remove("aws_x.a", { b: 1 }, { deposed: "0a1b" })],
      }),
    ).toEqual(["PENDING", "pending delete aws_x.a destructive"]);
  });

  it("that nobody knows are not judged by what else the entry says", () => {
    const moved = change(
      ["delete", "ponder"],
      "aws_x.a",
      { b: 1 },
      { b: 2 },
      { previous: "aws_x.z" },
    );
    const tainted = change(
      ["create", "ponder"],
      "aws_x.a",
      {},
      {},
      { reason: "replace_because_tainted" },
    );
    expect(said({ changes: [moved] })[0]).toBe("INCONCLUSIVE");
    expect(said({ changes: [tainted] })[0]).toBe("INCONCLUSIVE");
  });

  it("forget destroys nothing", () => {
    expect(said({ changes: [change(["forget"], "aws_x.a", { b: 1 }, null)] })).toEqual([
      "PENDING",
      "pending forget aws_x.a",
    ]);
  });
});

describe("differences to the state alone", () => {
  it("are findings and neither drift nor pending", () => {
    expect(said({ drift: [update("aws_x.a", { n: 1 }, { n: 2 })], changes: [], plan: {} })).toEqual(
      ["IN_SYNC", "state-only update aws_x.a"],
    );
    expect(said({ drift: [remove("aws_x.a", { n: 1 })] })).toEqual([
      "IN_SYNC",
      "state-only delete aws_x.a",
    ]);
  });
});

describe("invocations of a provider's actions", () => {
  const invocation = {
    address: "action.aws_lambda_invoke.purge",
    config_values: { function_name: "purge", payload: "planted-secret", tags: { a: 1 } },
    config_sensitive: { payload: true },
    config_unknown: { tags: { b: true } },
    lifecycle_action_trigger: {
      triggering_resource_address: "aws_x.a",
      action_trigger_event: "AfterUpdate",
      action_trigger_block_index: 0,
      actions_list_index: 0,
    },
  };
  const triggered = (more: Json = {}, drift: Json[] = []): Written => ({
    changes: [update("aws_x.a", { size: 9 }, { size: 1 })],
    drift,
    plan: { action_invocations: [{ ...invocation, ...more }] },
  });

  it("are shown with what they get, but for secrets", () => {
    const report = judge(triggered());
    expect(report.findings[0]).toEqual({
      address: "action.aws_lambda_invoke.purge",
      cause: "pending",
      change: "invoke",
      destructive: false,
      because: ["aws_x.a"],
      reason: "AfterUpdate",
      attributes: [
        { path: "function_name", before: null, after: "purge", sensitive: false, unknown: false },
        { path: "payload", before: null, after: null, sensitive: true, unknown: false },
        {
          path: "tags",
          before: null,
          after: { a: 1 },
          afterUnknown: { b: true },
          sensitive: false,
          unknown: true,
        },
      ],
    });
    expect(JSON.stringify(report)).not.toContain("planted-secret");
  });

  it("follow what triggers them, and are never accepted", () => {
    const drift = [update("aws_x.a", { size: 1 }, { size: 9 })];
    const size = { environment: "uat", address: "aws_x.a", path: "size", reason: "r".repeat(20) };
    expect(said(triggered({}, drift))[0]).toBe("DRIFTED");
    expect(said(triggered({}, drift), [{ ...size, expires: "2030-01-01" }])).toEqual([
      "DRIFTED",
      "drift invoke action.aws_lambda_invoke.purge because aws_x.a",
      "drift update aws_x.a accepted",
    ]);
  });

  it("are in the fingerprint", () => {
    const all = [
      {},
      { address: "action.aws_lambda_invoke.other" },
      { config_values: { function_name: "other" } },
      { config_unknown: {} },
      { lifecycle_action_trigger: null },
    ].map((more) => judge(triggered(more)).planFingerprint);
    expect(new Set([...all, judge({ ...triggered(), plan: {} }).planFingerprint]).size).toBe(6);
  });
});

describe("a section of a plan that isn't known", () => {
  const section = { later_section: [{ does: "something" }] };
  const accepted = { environment: "uat", address: "aws_x.a", path: "size", expires: "2030-01-01" };
  const drifted: Written = {
    changes: [update("aws_x.a", { size: 9 }, { size: 1 })],
    drift: [update("aws_x.a", { size: 1 }, { size: 9 })],
  };

  it("is told, and is no reason for another verdict", () => {
    const report = judge({ plan: section });
    expect(report.verdict).toBe("IN_SYNC");
    expect(report.reasons).toEqual([expect.stringContaining('"later_section"')]);
    expect(judge({ plan: { later_section: [] } }).reasons).toEqual([]);
  });

  it("may be why a plan is applyable in which all else is accepted", () => {
    const list = [{ ...accepted, reason: "reviewed by two people" }];
    expect(judge(drifted, list).verdict).toBe("IN_SYNC");
    expect(judge({ ...drifted, plan: section }, list).verdict).toBe("INCONCLUSIVE");
  });
});
