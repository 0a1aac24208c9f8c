import fc from "fast-check";
import { expect, test } from "vitest";
import { runs } from "../../../../support/runs";
import { judged, planJson, resourceJson } from "./plan-json";

const attributes = fc.uniqueArray(
  fc.record({
    name: fc.stringMatching(/^[a-z][a-z_]{0,12}$/),
    why: fc.constantFrom("form", "unknown", "forcing"),
    isNested: fc.boolean(),
  }),
  { selector: ({ name }) => name, minLength: 1, maxLength: 8 },
);

test("what makes a plan inconclusive is named: the resource, and each attribute that nobody can explain", () => {
  fc.assert(
    fc.property(attributes, fc.boolean(), (all, inModule) => {
      const address = inModule ? 'module.app["a.b"].test_thing.it' : "test_thing.it";
      const isReplaced = all.some(({ why }) => why === "forcing");
      // What forces a replacement and doesn't differ is told alone: nothing else matters then.
      const told = isReplaced ? all.filter(({ why }) => why === "forcing") : all;
      fc.pre(isReplaced || new Set(told.map(({ why }) => why)).size === 1);
      const nested = ({ isNested }: { isNested: boolean }, value: unknown) =>
        isNested ? [{ inner: value }] : value;
      const side = (form: unknown, unknown: unknown) =>
        Object.fromEntries(
          all.flatMap((each) => {
            if (each.why === "unknown" && unknown === undefined)
              return each.isNested ? [[each.name, [{}]]] : [];
            const values = { form, unknown, forcing: 1 };
            return [[each.name, nested(each, values[each.why])]];
          }),
        );
      const marks = all.filter(({ why }) => why === "unknown");
      const { verdict, reasons, planFingerprint } = judged(
        planJson({
          resource_changes: [
            resourceJson(address, isReplaced ? ["delete", "create"] : ["update"], {
              before: side(null, "known"),
              after: side("", undefined),
              after_unknown: Object.fromEntries(
                marks.map((each) => [each.name, nested(each, true)]),
              ),
              ...(isReplaced && { replace_paths: told.map(({ name }) => [name]) }),
            }),
          ],
        }),
      );

      expect([verdict, planFingerprint]).toEqual(["INCONCLUSIVE", null]);
      const reason = reasons.find((each) => each.includes(address)) ?? "";
      for (const { name } of told) expect(reason).toMatch(new RegExp(`\\b${name}\\b`));
    }),
    { numRuns: runs(500) },
  );
});
