import fc from "fast-check";
import { expect, test } from "vitest";
import { judgePlan } from "../../../../../src/operations/drift/judge/judge";
import { runs } from "../../../../support/runs";
import { planJson, resourceJson } from "./plan-json";

const environment = "uat-us-east-1";
const address = 'module.app["blue"].test_thing.it';
const reason = "reviewed by two people in the weekly meeting";

const empties = [null, "", [], {}];
/** Two versions of a value that Terraform takes for two, though they may look alike. */
const difference = fc.oneof(
  fc.constantFrom(...empties.flatMap((one) => empties.map((other) => [one, other] as const))),
  fc
    .uniqueArray(fc.nat(20), { minLength: 2, maxLength: 5 })
    .map((list) => [list, [...list].reverse()] as const),
  fc
    .uniqueArray(fc.nat(20), { minLength: 2, maxLength: 4 })
    .map((list) => list.map((port) => ({ port })))
    .map((list) => [list, [...list].reverse()] as const),
  fc.constantFrom(["a", "b"] as const, [1, 2] as const, [true, false] as const),
);
const place = fc.constantFrom(
  (value: unknown) => ({ other: value }),
  (value: unknown) => ({ block: [{ inner: value, left: 1 }] }),
  (value: unknown) => ({ map: { "a.b": value } }),
);

/** A tag that was changed by hand and is accepted, and beside it another difference. */
const plan = fc
  .record({ difference, place, isSet: fc.boolean(), byHand: fc.boolean() })
  .map(({ difference: [one, other], place: at, isSet, byHand }) => {
    const state = { tags: { x: "1" }, ...at(byHand ? other : one) };
    const cloud = { tags: { x: "by hand" }, ...at(one) };
    const planned = { tags: { x: "1" }, ...at(other) };
    const set = isSet ? Object.keys(at(0)).map((name) => [name, { constant_value: 0 }]) : [];
    return {
      isDifferent: JSON.stringify(one) !== JSON.stringify(other),
      json: planJson({
        configuration: {
          root_module: {
            module_calls: {
              app: {
                module: {
                  resources: [{ address: "test_thing.it", expressions: Object.fromEntries(set) }],
                },
              },
            },
          },
        },
        resource_changes: [resourceJson(address, ["update"], { before: cloud, after: planned })],
        resource_drift: [resourceJson(address, ["update"], { before: state, after: cloud })],
      }),
    };
  });

const judgedWith = (json: unknown, paths: readonly string[]) =>
  judgePlan(json, {
    environment,
    today: "2026-11-28",
    accepted: paths.map((path) => ({ environment, address, path, reason, expires: "2027-01-01" })),
  });

test("nothing is in sync beside an accepted difference, unless nothing else differs", () => {
  fc.assert(
    fc.property(plan, ({ json, isDifferent }) => {
      const { verdict, reasons, planFingerprint } = judgedWith(json, ["tags.x"]);
      expect(verdict === "IN_SYNC").toBe(!isDifferent);
      // Who has to look is told where.
      if (verdict === "INCONCLUSIVE") expect(reasons.join()).toMatch(/\b(other|block|map)\b/);
      else expect(planFingerprint).toMatch(/^sha256:/);
    }),
    { numRuns: runs(500) },
  );
});

test("what forces a replacement is told, whatever its values, and can't be accepted", () => {
  fc.assert(
    fc.property(
      fc.record({
        difference,
        byHand: fc.boolean(),
        isUnknown: fc.boolean(),
        tagged: fc.boolean(),
        isSet: fc.boolean(),
      }),
      ({ difference: [one, other], byHand, isUnknown, tagged, isSet }) => {
        fc.pre(isUnknown || JSON.stringify(one) !== JSON.stringify(other));
        const state = { forcing: byHand ? other : one, tags: { x: "1" } };
        const cloud = { forcing: one, tags: { x: tagged ? "by hand" : "1" } };
        const report = judgedWith(
          planJson({
            configuration: {
              root_module: {
                resources: [
                  { address: "test_thing.it", expressions: isSet ? { forcing: {} } : {} },
                ],
              },
            },
            resource_changes: [
              resourceJson("test_thing.it", ["delete", "create"], {
                before: cloud,
                after: { tags: { x: "1" }, ...(isUnknown ? {} : { forcing: other }) },
                after_unknown: isUnknown ? { forcing: true } : {},
                replace_paths: [["forcing"]],
              }),
            ],
            resource_drift: [
              resourceJson("test_thing.it", ["update"], { before: state, after: cloud }),
            ],
          }),
          ["tags.x", "forcing"],
        );
        const replaced = report.findings.filter(({ change }) => change === "replace");
        expect(report.verdict).toMatch(/^(PENDING|DRIFTED|DRIFTED_AND_PENDING)$/);
        expect(replaced.length).toBeGreaterThan(0);
        for (const { destructive, attributes } of replaced) {
          expect(destructive).toBe(true);
          expect(attributes.map(({ path }) => path).join()).toContain("forcing");
        }
      },
    ),
    { numRuns: runs(500) },
  );
});
