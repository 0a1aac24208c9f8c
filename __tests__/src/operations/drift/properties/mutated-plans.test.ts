import fc from "fast-check";
import { afterAll, expect, test } from "vitest";
import { environmentReportSchema } from "../../../../../src/operations/drift/report";
import { runs } from "../../../../support/runs";
import { mutated, mutations } from "./mutations";
import { judged } from "./plan-json";
import { recordedName, recordedPlan } from "./recorded-plans";

type Json = any;

const ofObject = Object.getOwnPropertyNames(Object.prototype);

afterAll(() => {
  expect(Object.getOwnPropertyNames(Object.prototype)).toEqual(ofObject);
});

test("every mutation of a recorded plan ends in a report that is true", () => {
  fc.assert(
    fc.property(recordedName, mutations, (name, all) => {
      const plan = mutated(recordedPlan(name), all);

      const report = judged(plan);

      expect(environmentReportSchema.parse(report)).toEqual(report);
      expect(() => JSON.stringify(report)).not.toThrow();
      if (report.verdict === "IN_SYNC") {
        expect(reasonsAgainst(plan)).toEqual([]);
        expect([plan.errored, plan.complete, plan.applyable]).toEqual([false, true, false]);
      }
      if (report.verdict === "INCONCLUSIVE" || report.verdict === "ERROR")
        expect(report.reasons).not.toEqual([]);
    }),
    { numRuns: runs(1500) },
  );
});

test("whatever isn't a plan at all ends in a report too", () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const report = judged(value);
      expect(environmentReportSchema.parse(report).verdict).toBe("INCONCLUSIVE");
    }),
    { numRuns: runs(300) },
  );
});

/** Entries that Terraform would act on, by what they say themselves. */
function reasonsAgainst(plan: Json): string[] {
  const harmless = ["managed no-op", "managed read", "data no-op", "data read"];
  return (plan.resource_changes ?? [])
    .map(({ mode, change }: Json) => `${mode} ${change.actions.join(",")}`)
    .filter((each: string) => !harmless.includes(each));
}
