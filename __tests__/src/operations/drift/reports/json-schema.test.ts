import { spawnSync } from "node:child_process";
import path from "node:path";
import { expect, it } from "vitest";
import { driftReportJsonSchema } from "../../../../../src/operations/drift/json-schema";
import { anEnvironment, aReport } from "./sample-reports";
import { schemaErrors } from "./schema-errors";

const projectRoot = path.resolve(__dirname, "../../../../..");

it("is committed as it is generated (npx vitest run json-schema --update writes it)", async () => {
  const { stdout, stderr } = spawnSync(
    path.join(projectRoot, "node_modules/.bin/biome"),
    ["format", "--stdin-file-path=src/operations/drift/drift-report.schema.json"],
    { cwd: projectRoot, input: JSON.stringify(driftReportJsonSchema(), null, 2), encoding: "utf8" },
  );
  expect(stdout, stderr).not.toBe("");
  await expect(stdout).toMatchFileSnapshot(
    path.join(projectRoot, "src/operations/drift/drift-report.schema.json"),
  );
});

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
