import fc from "fast-check";
import { expect, test } from "vitest";
import { isEmpty } from "../../../../../src/operations/drift/judge/values";
import { own } from "../../../../../src/operations/terraform/diagnosis/json-values";
import { runs } from "../../../../support/runs";
import { builtPlan } from "./built-plan";
import { planIntent } from "./intents";
import { judged } from "./plan-json";
import { recordedName, recordedPlan } from "./recorded-plans";
import { resolved } from "./resolved";

type Json = any;

const fieldName = fc.oneof(
  fc.string({ minLength: 1, maxLength: 8 }).map((text) => `new_${text}`),
  fc.constantFrom("__proto__", "constructor", "prototype", "toString", "hasOwnProperty"),
);

const field = fc.record({
  place: fc.nat(1_000_000),
  name: fieldName,
  value: fc.jsonValue({ maxDepth: 2 }),
});

const fields = fc.array(field, { minLength: 1, maxLength: 6 });

test("fields that a later Terraform may add change nothing in recorded plans", () => {
  fc.assert(
    fc.property(recordedName, fields, (name, added) => {
      expectSame(JSON.stringify(recordedPlan(name)), added);
    }),
    { numRuns: runs(250) },
  );
});

test("fields that a later Terraform may add change nothing in plans built from known changes", () => {
  fc.assert(
    fc.property(planIntent, fields, (intent, added) => {
      expectSame(JSON.stringify(builtPlan(resolved(intent))), added);
    }),
    { numRuns: runs(500) },
  );
});

function expectSame(
  text: string,
  added: readonly { place: number; name: string; value: unknown }[],
) {
  const plan = JSON.parse(text);
  const places = objectsOf(plan);
  // As JSON.parse makes them: a property of the object's own, whatever its name.
  for (const { place, name, value } of added)
    Object.defineProperty(places[place % places.length], name, {
      value,
      configurable: true,
      enumerable: true,
      writable: true,
    });
  const [report, without] = [judged(plan), judged(JSON.parse(text))];
  const inPlan = added.filter(({ place }) => places[place % places.length] === plan);
  const sections = inPlan.map(({ name }) => name).filter((name) => !isEmpty(own(plan, name)));
  // A section that isn't known is told, and another plan; an applyable plan in sync can't be.
  for (const name of sections) expect(report.reasons.join()).toContain(JSON.stringify(name));
  const { reasons, planFingerprint, ...rest } = without;
  if (sections.length === 0) expect(report).toEqual(without);
  else expect(report).toMatchObject(rest);
  if (sections.length > 0 && planFingerprint !== null)
    expect(report.planFingerprint).not.toBe(planFingerprint);
  expect(report.reasons).toEqual(expect.arrayContaining(reasons));
}

/** The objects of a plan whose fields Terraform names, and not a provider or somebody's code. */
function objectsOf(plan: Json): object[] {
  const changes = [...(plan.resource_changes ?? []), ...(plan.resource_drift ?? [])];
  const outputs = Object.values<Json>(plan.output_changes ?? {});
  const checks = (plan.checks ?? []).flatMap((check: Json) => [
    check,
    check.address,
    ...(check.instances ?? []),
  ]);
  return [
    plan,
    plan.configuration,
    ...changes.flatMap((each) => [
      each,
      each.change,
      ...(each.change.importing ? [each.change.importing] : []),
    ]),
    ...outputs,
    ...checks,
    ...modulesOf(plan.configuration.root_module),
  ].filter((each) => typeof each === "object" && each !== null);
}

function modulesOf(module: Json): object[] {
  const calls = Object.values<Json>(module.module_calls ?? {});
  const outputs = Object.values<Json>(module.outputs ?? {});
  return [
    module,
    ...(module.resources ?? []),
    ...(module.resources ?? []).flatMap((each: Json) => expressionsOf(each.expressions)),
    ...outputs,
    ...outputs.flatMap((each) => expressionsOf(each.expression)),
    ...calls,
    ...calls.flatMap((each) => modulesOf(each.module ?? {})),
  ];
}

/** Expressions, but for those that hold nothing, which look like a block that sets nothing. */
function expressionsOf(value: Json): object[] {
  if (typeof value !== "object" || value === null) return [];
  if (Array.isArray(value.references) || Object.hasOwn(value, "constant_value")) return [value];
  return Object.values(value).flatMap(expressionsOf);
}
