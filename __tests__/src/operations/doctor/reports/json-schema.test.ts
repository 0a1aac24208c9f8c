import Ajv2020 from "ajv/dist/2020";
import { expect, it } from "vitest";
import schema from "../../../../../schemas/doctor-report.schema.json";
import { jsonReport } from "../../../../../src/operations/report/json";
import { sampleReport } from "./sample-report";

const validate = new Ajv2020({ allErrors: true, strict: true, allowUnionTypes: true }).compile(
  schema,
);

it("takes a report as it is written", () => {
  const written = jsonReport(sampleReport);
  expect(validate(JSON.parse(written)), JSON.stringify(validate.errors)).toBe(true);
  expect(JSON.parse(written)).toEqual(sampleReport);
});

const [finding] = sampleReport.findings;

it.each([
  ["an unknown outcome", { ...sampleReport, outcome: "FINE" }],
  ["an unknown status", { ...sampleReport, findings: [{ ...finding, status: "fine" }] }],
  ["an unknown property", { ...sampleReport, secret: "x" }],
  ["a missing property", { ...sampleReport, findings: undefined }],
])("refuses %s", (_, report) => {
  expect(validate(JSON.parse(JSON.stringify(report)))).toBe(false);
});
