import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { EnvironmentReport } from "../../../../../src/operations/drift/report";
import { runs } from "../../../../support/runs";
import { builtPlan } from "./built-plan";
import { planIntent } from "./intents";
import { judged, type PlanJson, planJson, resourceJson } from "./plan-json";
import { recordedName, recordedPlan } from "./recorded-plans";
import { resolved } from "./resolved";
import { type Orders, orders, shufflePlan } from "./shuffling";

describe("shuffling sets changes nothing", () => {
  test("in plans built from known changes", () => {
    fc.assert(
      fc.property(planIntent, orders, (intent, draw) => {
        expectSame(JSON.stringify(builtPlan(resolved(intent))), draw);
      }),
      { numRuns: runs(500) },
    );
  });

  test("in recorded plans", () => {
    fc.assert(
      fc.property(recordedName, orders, (name, draw) => {
        expectSame(JSON.stringify(recordedPlan(name)), draw);
      }),
      { numRuns: runs(150) },
    );
  });

  test("where nothing tells a set's blocks apart: what is reverted is drift alone", () => {
    fc.assert(
      fc.property(rules, rules, orders, (state, cloud, draw) => {
        const plan = securityGroup(state, cloud, structuredClone(state));
        shufflePlan(plan, draw, () => true);
        expect(judged(plan).verdict).toBe(plan.applyable ? "DRIFTED" : "IN_SYNC");
      }),
      { numRuns: runs(1000) },
    );
  });

  test("where nothing tells a set's blocks apart: what the code changes is pending alone", () => {
    fc.assert(
      fc.property(rules, rules, orders, (cloud, planned, draw) => {
        const plan = securityGroup(structuredClone(cloud), cloud, planned);
        shufflePlan(plan, draw, () => true);
        expect(judged(plan).verdict).toBe(plan.applyable ? "PENDING" : "IN_SYNC");
      }),
      { numRuns: runs(1000) },
    );
  });
});

/** Blocks of a set, none twice. */
const rules = fc.uniqueArray(
  fc.record({
    from_port: fc.constantFrom(80, 443),
    cidr_blocks: fc.constantFrom(["::/0"], ["10.0.0.0/8", "11.0.0.0/8"]),
  }),
  { selector: (each) => JSON.stringify(each), maxLength: 3 },
);

function securityGroup(state: unknown[], cloud: unknown[], planned: unknown[]): PlanJson {
  const address = "aws_security_group.it";
  const contents = (set: unknown[]) =>
    JSON.stringify(set.map((each) => JSON.stringify(each)).sort());
  const drifts = contents(state) !== contents(cloud);
  const acts = contents(cloud) !== contents(planned);
  // A set that the code doesn't set is whatever the cloud holds.
  const expressions = { ingress: { constant_value: planned } };
  const resources = [{ address, mode: "managed", expressions }];
  return planJson({
    applyable: acts,
    configuration: { root_module: { resources } },
    resource_changes: [
      resourceJson(address, [acts ? "update" : "no-op"], {
        before: { ingress: cloud },
        after: { ingress: acts ? planned : cloud },
      }),
    ],
    resource_drift: drifts
      ? [
          resourceJson(address, ["update"], {
            before: { ingress: state },
            after: { ingress: cloud },
          }),
        ]
      : [],
  });
}

function expectSame(text: string, draw: Orders): void {
  const plan = JSON.parse(text);
  shufflePlan(plan, draw);
  const [before, after] = [judged(JSON.parse(text)), judged(plan)];
  expect(ofSets(after)).toEqual(ofSets(before));
}

/** A report whose findings' lists have one order; the fingerprint tells the order. */
function ofSets({ planFingerprint: _, ...report }: EnvironmentReport): unknown {
  const findings = report.findings.map((finding) => ({
    ...finding,
    attributes: finding.attributes
      .map((each) => ({ ...each, before: sorted(each.before), after: sorted(each.after) }))
      .sort((one, other) => (one.path < other.path ? -1 : 1)),
  }));
  return { ...report, findings };
}

function sorted(value: unknown): unknown {
  if (!Array.isArray(value)) return value;
  return value.map((each) => JSON.stringify(each)).sort();
}
