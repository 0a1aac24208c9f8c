import fc from "fast-check";
import { expect, test } from "vitest";
import { runs } from "../../../../support/runs";
import { judged, planJson, type ResourceJson, resourceJson } from "./plan-json";

const reads = fc.array(
  fc.constantFrom(
    "read_because_check_nested",
    "read_because_config_unknown",
    "read_because_dependency_pending",
    undefined,
  ),
  { maxLength: 4 },
);
const outputs = fc.array(fc.constantFrom("create", "update", "delete", "no-op"), { maxLength: 3 });

function read(reason: string | undefined, index: number): ResourceJson {
  const change = resourceJson(`data.test_lookup.it_${index}`, ["read"], { after: {} });
  return { ...change, mode: "data", ...(reason !== undefined && { action_reason: reason }) };
}

test("a plan that is applyable without a resource's change is pending for its outputs, in sync for its checks, and otherwise unexplained", () => {
  fc.assert(
    fc.property(reads, outputs, fc.boolean(), (reasons, actions, applyable) => {
      const value = { before: 1, after: 2, after_unknown: {} };
      const marks = { before_sensitive: {}, after_sensitive: {} };
      const changed = actions.map((action, at) => [
        `o${at}`,
        { actions: [action], ...value, ...marks },
      ]);
      const still = { before: { a: 1 }, after: { a: 1 } };
      const report = judged(
        planJson({
          applyable,
          resource_changes: [
            resourceJson("test_thing.it", ["no-op"], still),
            ...reasons.map((reason, index) => read(reason, index)),
          ],
          output_changes: Object.fromEntries(changed),
        }),
      );

      const isPending = actions.some((action) => action !== "no-op");
      const isExplained = !applyable || reasons.includes("read_because_check_nested");
      const verdict = isPending ? "PENDING" : isExplained ? "IN_SYNC" : "INCONCLUSIVE";
      expect(report.verdict).toBe(verdict);
      expect(report.findings.every(({ change }) => change === "output")).toBe(true);
      expect(report.reasons.length > 0).toBe(verdict === "INCONCLUSIVE");
    }),
    { numRuns: runs(500) },
  );
});
