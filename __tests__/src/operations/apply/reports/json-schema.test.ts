import Ajv2020 from "ajv/dist/2020";
import { expect, it } from "vitest";
import schema from "../../../../../schemas/apply-report.schema.json";
import { jsonReport } from "../../../../../src/operations/report/json";
import { aFailedApply, anApply } from "./sample-report";

const validate = new Ajv2020({ allErrors: true, strict: true, allowUnionTypes: true }).compile(
  schema,
);

it.each([anApply(), aFailedApply("x")])("takes a report as it is written: $outcome", (report) => {
  const written = jsonReport(report);
  expect(validate(JSON.parse(written)), JSON.stringify(validate.errors)).toBe(true);
  expect(JSON.parse(written)).toEqual(report);
});

it.each([
  ["an unknown outcome", { ...anApply(), outcome: "FINE" }],
  ["an unknown property", { ...anApply(), secret: "x" }],
  ["a missing property", { ...anApply(), fingerprint: undefined }],
  ["a plan that is none", { ...anApply(), plan: {} }],
])("refuses %s", (_, report) => {
  expect(validate(JSON.parse(JSON.stringify(report)))).toBe(false);
});
