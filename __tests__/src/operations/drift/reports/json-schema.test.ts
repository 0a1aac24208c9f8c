import { expect, it } from "vitest";
import { anEnvironment, aReport } from "./sample-reports";
import { schemaErrors } from "./schema-errors";

it("takes the report of one environment and of several", () => {
  const one = anEnvironment({ environment: "uat-us-east-1" });
  expect(schemaErrors(one)).toEqual([]);
  expect(schemaErrors(aReport(one, anEnvironment({ environment: null })))).toEqual([]);
});

it.each([
  ["an unknown verdict", { ...anEnvironment(), verdict: "FINE" }],
  ["an unknown property", { ...anEnvironment(), secret: "x" }],
  ["a missing property", { ...anEnvironment(), findings: undefined }],
  ["a count below zero", { ...anEnvironment(), counts: { ...anEnvironment().counts, drift: -1 } }],
  ["an environment that is none", { ...aReport(), environments: [{}] }],
])("refuses %s", (_, report) => {
  expect(schemaErrors(report)).not.toEqual([]);
});
