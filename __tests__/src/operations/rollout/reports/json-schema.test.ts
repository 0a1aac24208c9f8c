import Ajv2020 from "ajv/dist/2020";
import { expect, it } from "vitest";
import schema from "../../../../../schemas/rollout-report.schema.json";
import { jsonReport } from "../../../../../src/operations/report/json";
import { allClasses, anInstance, aRollout } from "./sample-report";

const validate = new Ajv2020({ allErrors: true, strict: true, allowUnionTypes: true }).compile(
  schema,
);

it("takes a report as it is written", () => {
  const report = aRollout({ instances: [...allClasses] });
  const written = jsonReport(report);
  expect(validate(JSON.parse(written)), JSON.stringify(validate.errors)).toBe(true);
  expect(JSON.parse(written)).toEqual(report);
});

it.each([
  ["an unknown outcome", { ...aRollout(), outcome: "FINE" }],
  ["an unknown class", aRollout({ instances: [anInstance({ class: "fine" as never })] })],
  ["an unknown property", { ...aRollout(), secret: "x" }],
  ["a missing property", { ...aRollout(), commandIds: undefined }],
])("refuses %s", (_, report) => {
  expect(validate(JSON.parse(JSON.stringify(report)))).toBe(false);
});
