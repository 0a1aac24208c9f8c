import { spawnSync } from "node:child_process";
import path from "node:path";
import Ajv2020 from "ajv/dist/2020";
import { expect, it } from "vitest";
import schema from "../../../../../src/operations/doctor/doctor-report.schema.json";
import { doctorReportJsonSchema } from "../../../../../src/operations/doctor/json-schema";
import { jsonReport } from "../../../../../src/operations/report/json";
import { sampleReport } from "./sample-report";

const projectRoot = path.resolve(__dirname, "../../../../..");
const schemaPath = "src/operations/doctor/doctor-report.schema.json";
const validate = new Ajv2020({ allErrors: true, strict: true, allowUnionTypes: true }).compile(
  schema,
);

it("is committed as it is generated (npx vitest run doctor/reports --update writes it)", async () => {
  const { stdout, stderr } = spawnSync(
    path.join(projectRoot, "node_modules/.bin/biome"),
    ["format", `--stdin-file-path=${schemaPath}`],
    {
      cwd: projectRoot,
      input: JSON.stringify(doctorReportJsonSchema(), null, 2),
      encoding: "utf8",
    },
  );
  expect(stdout, stderr).not.toBe("");
  await expect(stdout).toMatchFileSnapshot(path.join(projectRoot, schemaPath));
});

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
