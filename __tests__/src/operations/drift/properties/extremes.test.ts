import { Session } from "node:inspector";
import { describe, expect, test } from "vitest";
import { environmentReportSchema } from "../../../../../src/operations/drift/report";
import { planThroughLocals } from "../../../../bench/local-plan";
import { judged, planJson, resourceJson } from "./plan-json";

const levels = 100_000;
const deepObject = () => JSON.parse(`${'{"a":'.repeat(levels)}1${"}".repeat(levels)}`);
const deepList = () => JSON.parse(`${"[".repeat(levels)}1${"]".repeat(levels)}`);
const deepBlocks = () => JSON.parse(`${'[{"a":'.repeat(levels / 2)}1${"}]".repeat(levels / 2)}`);

const deep = { objects: deepObject, lists: deepList, blocks: deepBlocks };
const update = (before: unknown, after: unknown, marks: object = {}) =>
  planJson({
    resource_changes: [resourceJson("test_thing.it", ["update"], { before, after, ...marks })],
  });

describe.each(Object.entries(deep))("%s of 100,000 levels", (_, make) => {
  const places: Record<string, () => unknown> = {
    "a value that changes": () => update({ a: "text" }, { a: make() }),
    "a value that stays": () => update({ a: make(), b: 1 }, { a: make(), b: 2 }),
    "a resource": () => update(make(), { a: 1 }),
    "a sensitive value": () =>
      update({ a: make() }, { a: make(), b: 1 }, { before_sensitive: { a: true } }),
    "a value that becomes unknown": () => update({ a: make() }, {}, { after_unknown: { a: true } }),
    "an element of a list": () =>
      update({ a: [{ b: 1 }, { b: 2 }] }, { a: [{ b: make() }, { b: 1 }] }),
    "marks of what is sensitive": () =>
      update({ a: 1 }, { a: 2 }, { after_sensitive: { a: make() } }),
    "marks of what is unknown": () => update({ a: 1 }, {}, { after_unknown: { a: make() } }),
    "a new resource": () =>
      planJson({
        resource_changes: [resourceJson("test_thing.it", ["create"], { after: { a: make() } })],
      }),
    "what the refresh saw": () =>
      planJson({
        applyable: false,
        resource_drift: [
          resourceJson("test_thing.it", ["update"], { before: { a: 1 }, after: { a: make() } }),
        ],
      }),
    "an output": () =>
      planJson({
        output_changes: { it: resourceJson("", ["update"], { before: 1, after: make() }).change },
      }),
    "marks of an output": () =>
      planJson({
        output_changes: {
          it: resourceJson("", ["update"], { before: 1, after_unknown: make() }).change,
        },
      }),
    "an expression": () => ({
      ...update({ a: 1 }, { a: 2 }),
      configuration: {
        root_module: { resources: [{ address: "test_thing.it", expressions: { a: make() } }] },
      },
    }),
    "an expression of a data source": () => ({
      ...update({ a: 1 }, { a: 2 }),
      configuration: {
        root_module: {
          resources: [
            { address: "test_thing.it", expressions: { a: { references: ["data.test.it"] } } },
            { address: "data.test.it", expressions: { a: make() } },
          ],
        },
      },
    }),
    "an unknown field": () => ({ ...update({ a: 1 }, { a: 2 }), later: make() }),
  };

  test.each(Object.entries(places))("in %s are survived", (_where, plan) => {
    const report = judged(plan());
    expect(environmentReportSchema.safeParse(report).success).toBe(true);
    expect(() => JSON.stringify(report)).not.toThrow();
    expect(["INCONCLUSIVE", "PENDING", "IN_SYNC"]).toContain(report.verdict);
  });
});

test("modules of 10,000 levels are survived", () => {
  const modules = 10_000;
  const text = `${'{"module_calls":{"m":{"module":'.repeat(modules)}{}${"}}}".repeat(modules)}`;
  const report = judged({
    ...update({ a: 1 }, { a: 2 }),
    configuration: { root_module: JSON.parse(text) },
  });
  expect(["INCONCLUSIVE", "PENDING"]).toContain(report.verdict);
});

test("references that go through each other are survived", () => {
  const through = (name: string) => ({ expression: { references: [`module.m.${name}`] } });
  const report = judged({
    ...update({ a: 1 }, { a: 2 }),
    configuration: {
      root_module: {
        resources: [
          { address: "test_thing.it", expressions: { a: { references: ["module.m.o"] } } },
        ],
        module_calls: {
          m: {
            expressions: { v: { references: ["module.m.o"] } },
            module: {
              outputs: { o: { expression: { references: ["var.v"] } }, p: through("p") },
            },
          },
        },
      },
    },
  });
  expect(report.verdict).toBe("PENDING");
});

test("a text of 10 MB is survived", () => {
  const text = "x".repeat(10_000_000);
  const report = judged(update({ a: text, b: ["y"] }, { a: `${text}y`, b: [text] }));
  expect(report.verdict).toBe("PENDING");
  expect(report.findings[0]?.attributes.map(({ path }) => path)).toEqual(["a", "b"]);
});

test.each(["__proto__", "constructor", "prototype", "toString"])("a key %s is a key", (key) => {
  const report = judged(
    JSON.parse(
      JSON.stringify(update({ a: 1 }, { a: 1 })).replace(
        '"after":{',
        `"after":{"${key}":{"polluted":"yes"},`,
      ),
    ),
  );
  expect(report.findings[0]?.attributes.map(({ path }) => path)).toEqual([`${key}.polluted`]);
  expect(({} as { polluted?: string }).polluted).toBeUndefined();
});

describe("four times as much is four times the work, and not sixteen", () => {
  const attributes = (much: number, value: unknown) =>
    Object.fromEntries(Array.from({ length: much }, (_, index) => [`a${index}`, value]));
  const blocks = (much: number, by: number, key?: string) =>
    Array.from({ length: much }, (_, index) => ({
      ...(key !== undefined && { [key]: `k${index}` }),
      value: index + by,
    }));
  const plans: Record<string, (much: number) => unknown> = {
    "blocks with a key": (much) =>
      update({ a: blocks(much, 0, "key") }, { a: blocks(much, 1, "key") }),
    "blocks without one": (much) => update({ a: blocks(much, 0) }, { a: blocks(much, 7) }),
    attributes: (much) => update(attributes(much, 1), {}),
    "changes through a local, beside as many that drifted": (much) => planThroughLocals(much / 10),
    "attributes of a replacement": (much) =>
      planJson({
        resource_changes: [
          resourceJson("test_thing.it", ["delete", "create"], {
            before: attributes(much, 0),
            after: attributes(much, 1),
            replace_paths: [["a1"]],
          }),
        ],
      }),
  };

  test.each(Object.entries(plans))("%s", (_, plan) => {
    const [few, many] = [plan(1_000), plan(4_000)];
    const less = callsIn(() => judged(few));
    const more = callsIn(() => judged(many));
    expect(more).toBeLessThan(5 * less);
  });
});

/**
 * How often functions are called: work that is the same on a busy machine. What JavaScript's own functions do inside, such
 * as `includes`, isn't seen.
 *
 * https://chromedevtools.github.io/devtools-protocol/tot/Profiler/#method-startPreciseCoverage
 */
function callsIn(run: () => void): number {
  const session = new Session();
  session.connect();
  session.post("Profiler.enable");
  session.post("Profiler.startPreciseCoverage", { callCount: true });
  // What was called before is taken away.
  session.post("Profiler.takePreciseCoverage");
  run();
  let calls = 0;
  session.post("Profiler.takePreciseCoverage", (error, taken) => {
    if (error) throw error;
    const functions = taken.result.flatMap((script) => script.functions);
    for (const { ranges } of functions) calls += ranges[0]?.count ?? 0;
  });
  session.disconnect();
  return calls;
}
