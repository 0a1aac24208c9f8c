import Ajv2020 from "ajv/dist/2020";
import { expect, it } from "vitest";
import schema from "../../../../schemas/bake-report.schema.json";
import type { BakeReport } from "../../../../src/operations/bake/report";
import { jsonReport } from "../../../../src/operations/report/json";

const validate = new Ajv2020({ allErrors: true, strict: true, allowUnionTypes: true }).compile(
  schema,
);
const report: BakeReport = {
  schemaVersion: "1.0",
  environment: "uat-us-east-1",
  outcome: "UNHEALTHY",
  reason: "The composite alarm went off",
  cause: null,
  troubles: ["test-app-uat-us-east-1-health is in ALARM"],
  notes: [],
  startedAt: "2026-03-01T08:00:00.000Z",
  endedAt: "2026-03-01T08:05:00.000Z",
  bakeTimeSeconds: 300,
  looks: 20,
  leastHealthyTargets: 3,
  minimumInstances: 3,
  targets: [
    { instanceId: "i-1", inService: true, state: "healthy", reason: null, description: null },
  ],
  alarm: { name: "test-app-uat-us-east-1-health", state: "ALARM", reason: "5xx" },
};

it("takes a report as it is written", () => {
  expect(validate(JSON.parse(jsonReport(report))), JSON.stringify(validate.errors)).toBe(true);
  expect(JSON.parse(jsonReport(report))).toEqual(report);
});

it.each([
  ["an unknown outcome", { ...report, outcome: "FINE" }],
  ["an unknown property", { ...report, secret: "x" }],
  ["a missing property", { ...report, alarm: undefined }],
])("refuses %s", (_, other) => {
  expect(validate(JSON.parse(JSON.stringify(other)))).toBe(false);
});
