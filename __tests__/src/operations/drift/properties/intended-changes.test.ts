import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Finding } from "../../../../../src/operations/drift/report";
import { runs } from "../../../../support/runs";
import { builtPlan } from "./built-plan";
import { expectedFindings, expectedVerdict } from "./expected-findings";
import { planIntent } from "./intents";
import { judged } from "./plan-json";
import { resolved } from "./resolved";

describe("a plan built from known changes", () => {
  test("gets back exactly those changes, with their causes and their verdict", () => {
    fc.assert(
      fc.property(planIntent, (intent) => {
        const plan = resolved(intent);
        const expected = expectedFindings(plan);

        const report = judged(JSON.parse(JSON.stringify(builtPlan(plan))));

        expect(report.reasons).toEqual([]);
        expect(inOrder(report.findings)).toEqual(inOrder(expected));
        expect(report.verdict).toBe(expectedVerdict(expected));
      }),
      { numRuns: runs(1500) },
    );
  });
});

/** Findings without what Terraform itself says, in an order that doesn't depend on the judge's. */
function inOrder(findings: readonly Finding[]): unknown[] {
  return findings
    .map(({ reason: _, deposed: __, previousAddress: ___, ...finding }) => ({
      ...finding,
      ...(finding.because && { because: [...finding.because].sort() }),
      attributes: finding.attributes
        .map((each) => ({ ...each, before: sorted(each.before), after: sorted(each.after) }))
        .sort((one, other) => compare(one.path, other.path)),
    }))
    .sort((one, other) =>
      compare(`${one.address} ${one.cause}`, `${other.address} ${other.cause}`),
    );
}

const compare = (one: string, other: string) => (one < other ? -1 : one > other ? 1 : 0);
const sorted = (value: unknown) => (Array.isArray(value) ? [...value].sort() : value);
