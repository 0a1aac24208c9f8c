import fc from "fast-check";
import { expect, test } from "vitest";
import { runs } from "../../../../support/runs";
import { judged, planJson, resourceJson } from "./plan-json";

const key = fc.constantFrom('["blue"]', '["green"]', '["a.b"]', '["x[\\"y\\"]"]');
const capacity = { before: { capacity: 3 }, after: { capacity: 5 } };

/** Who follows what, in a module that is made for each of some keys, or in a loop of its own, or both. */
const places = fc.record({
  isInModule: fc.boolean(),
  isLooped: fc.boolean(),
  moved: fc.record({ module: key, own: key }),
  follower: fc.record({ module: key, own: key }),
  /** Whether the reference names an instance. */
  named: fc.option(key, { nil: undefined }),
  value: fc.constantFrom(5, 7),
});

test("a change follows what moved in the same instance alone, and only where it moves along", () => {
  fc.assert(
    fc.property(places, ({ isInModule, isLooped, moved, follower, named, value }) => {
      fc.pre(isInModule || isLooped);
      const at = ({ module, own }: typeof moved, name: string) =>
        `${isInModule ? `module.app${module}.` : ""}${name}${isLooped ? own : ""}`;
      const target = `test_group.it${isLooped ? (named ?? "") : ""}`;
      const isOwn = isLooped && named === undefined;
      // Of an index that isn't constant, Terraform names the parts: each.key, and the resource as a whole.
      const references = isOwn ? ["each.key", target] : [`${target}.capacity`, target];
      const loop = isLooped ? { for_each_expression: { constant_value: [] } } : {};
      const resources = [
        { address: "test_group.it", mode: "managed", expressions: {}, ...loop },
        {
          address: "test_policy.it",
          mode: "managed",
          expressions: { size: { references } },
          ...loop,
        },
      ];
      const report = judged(
        planJson({
          configuration: {
            root_module: isInModule
              ? { module_calls: { app: { module: { resources }, for_each_expression: {} } } }
              : { resources },
          },
          resource_changes: [
            resourceJson(at(follower, "test_policy.it"), ["update"], {
              before: { size: 3 },
              after: { size: value },
            }),
          ],
          resource_drift: [
            // The follower's own, which didn't move in what is referred to.
            resourceJson(at(follower, "test_group.it"), ["update"], {
              before: { capacity: 3, noise: 1 },
              after: { capacity: 3, noise: 2 },
            }),
            resourceJson(at(moved, "test_group.it"), ["update"], capacity),
          ].slice(sameInstance(isInModule, isLooped, moved, follower) ? 1 : 0),
        }),
      );

      const isMeant =
        (!isInModule || moved.module === follower.module) &&
        (!isLooped || moved.own === (named ?? follower.own));
      const isAlong = value === 5;
      // Of a whole resource, only a value that moves along tells that it is followed.
      const inDoubt = isOwn ? "PENDING" : "DRIFTED_AND_PENDING";
      expect(report.verdict).toBe(!isMeant ? "PENDING" : isAlong ? "DRIFTED" : inDoubt);
      const blamed = report.findings.flatMap(({ because = [] }) => because);
      expect(new Set(blamed).size).toBeLessThanOrEqual(1);
      for (const each of blamed) expect(each).toBe(at(moved, "test_group.it"));
    }),
    { numRuns: runs(1000) },
  );
});

function sameInstance(
  isInModule: boolean,
  isLooped: boolean,
  one: { module: string; own: string },
  other: { module: string; own: string },
): boolean {
  return (!isInModule || one.module === other.module) && (!isLooped || one.own === other.own);
}
