import { describe, expect, it } from "vitest";
import { judgePlan } from "../../../../src/operations/drift/judge/judge";
import {
  change,
  constant,
  judge,
  noOp,
  plan,
  replace,
  resource,
  said,
  update,
} from "./written-plans";

describe("reading a plan", () => {
  const sound = plan({ changes: [noOp("aws_x.a", {})], plan: { applyable: false } });
  const verdictOf = (json: unknown) =>
    judgePlan(json, { environment: null, accepted: [], today: "2026-06-01" });

  it.each(["format_version", "complete", "errored", "applyable", "configuration"])(
    "needs %s",
    (field) => {
      const { [field]: _, ...lacking } = sound;
      expect(verdictOf(lacking)).toMatchObject({
        verdict: "INCONCLUSIVE",
        reasons: [expect.stringContaining(field)],
      });
    },
  );

  it.each([
    [{ format_version: "2.0" }, "INCONCLUSIVE", "only 1.x is known"],
    [{ format_version: "1.99" }, "IN_SYNC", undefined],
    [{ errored: true }, "ERROR", "ended with an error"],
    [{ errored: true, complete: false }, "ERROR", "ended with an error"],
    [{ complete: false }, "INCONCLUSIVE", "incomplete"],
    [{ complete: "yes" }, "INCONCLUSIVE", "complete"],
    [{ deferred_changes: [{}] }, "INCONCLUSIVE", "defers"],
    [
      {
        resource_changes: undefined,
        prior_state: { values: { root_module: { resources: [{ mode: "managed" }] } } },
      },
      "INCONCLUSIVE",
      "-refresh-only",
    ],
    [{ applyable: true }, "INCONCLUSIVE", "nothing in it says why"],
    [{ applyable: true, resource_changes: undefined }, "INCONCLUSIVE", "holds no resource changes"],
    [{ resource_changes: undefined }, "IN_SYNC", undefined],
    [
      {
        applyable: true,
        resource_changes: undefined,
        output_changes: { o: { actions: ["create"], after: 1 } },
      },
      "PENDING",
      undefined,
    ],
    [{ resource_changes: [{ address: 1 }] }, "INCONCLUSIVE", "resource_changes.0.address"],
    [{ something_new: { deep: [1] } }, "IN_SYNC", undefined],
  ])("%j is %s", (more, verdict, reason) => {
    const report = verdictOf(JSON.parse(JSON.stringify({ ...sound, ...more })));
    expect(report.verdict).toBe(verdict);
    expect(report.reasons.join()).toContain(reason ?? "");
  });

  it.each([null, 1, "text", [], {}])("%j is no plan, and no reason to fail", (json) => {
    expect(verdictOf(json).verdict).toBe("INCONCLUSIVE");
  });

  it("never takes an action that it doesn't know, or a mode that it doesn't know, for nothing", () => {
    expect(said({ changes: [change(["ponder"], "aws_x.a", {}, {})] })[0]).toBe("INCONCLUSIVE");
    expect(said({ changes: [update("aws_x.a", { a: 1 }, { a: 2 }, { mode: "list" })] })[0]).toBe(
      "INCONCLUSIVE",
    );
    expect(
      said({
        changes: [change(["read"], "data.aws_x.a", {}, {}, { mode: "data" })],
        plan: { applyable: false },
      }),
    ).toEqual(["IN_SYNC"]);
  });
});

describe("form", () => {
  it.each([[[]], [{}], [""], [undefined]])("null against %j is no difference", (empty) => {
    const drift = [update("aws_x.a", { b: null }, { b: empty })];
    expect(said({ drift })).toEqual(["IN_SYNC"]);
  });

  it("false, 0 and a list with an element are differences", () => {
    for (const value of [false, 0, ["x"]])
      expect(said({ drift: [update("aws_x.a", { b: null }, { b: value })] })[1]).toBe(
        "state-only update aws_x.a",
      );
  });

  it("of a replacement, what the plan leaves null and nobody has set is no change", () => {
    const changes = [
      replace(
        "aws_x.a",
        { name: "a", computed: "c" },
        { name: "b", computed: null },
        { replace_paths: [["name"]] },
      ),
    ];
    const { findings } = judge({
      changes,
      resources: [resource("aws_x.a", { name: constant("b") })],
    });
    expect(findings[0]?.attributes.map(({ path }) => path)).toEqual(["name"]);
  });
});
