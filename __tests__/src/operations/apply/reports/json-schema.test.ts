import { spawnSync } from "node:child_process";
import path from "node:path";
import Ajv2020 from "ajv/dist/2020";
import { expect, it } from "vitest";
import schema from "../../../../../src/operations/apply/apply-report.schema.json";
import { applyReportJsonSchema } from "../../../../../src/operations/apply/json-schema";
import { jsonReport } from "../../../../../src/operations/report/json";
import { aFailedApply, anApply } from "./sample-report";

const projectRoot = path.resolve(__dirname, "../../../../..");
const schemaPath = "src/operations/apply/apply-report.schema.json";
const validate = new Ajv2020({ allErrors: true, strict: true, allowUnionTypes: true }).compile(
  schema,
);

it("is committed as it is generated (npx vitest run apply/reports --update writes it)", async () => {
  const { stdout, stderr } = spawnSync(
    path.join(projectRoot, "node_modules/.bin/biome"),
    ["format", `--stdin-file-path=${schemaPath}`],
    {
      cwd: projectRoot,
      input: JSON.stringify(applyReportJsonSchema(), null, 2),
      encoding: "utf8",
    },
  );
  expect(stdout, stderr).not.toBe("");
  await expect(stdout).toMatchFileSnapshot(path.join(projectRoot, schemaPath));
});

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
