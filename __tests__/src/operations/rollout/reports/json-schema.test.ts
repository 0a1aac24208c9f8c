import { spawnSync } from "node:child_process";
import path from "node:path";
import Ajv2020 from "ajv/dist/2020";
import { expect, it } from "vitest";
import { jsonReport } from "../../../../../src/operations/report/json";
import { rolloutReportJsonSchema } from "../../../../../src/operations/rollout/json-schema";
import schema from "../../../../../src/operations/rollout/rollout-report.schema.json";
import { allClasses, anInstance, aRollout } from "./sample-report";

const projectRoot = path.resolve(__dirname, "../../../../..");
const schemaPath = "src/operations/rollout/rollout-report.schema.json";
const validate = new Ajv2020({ allErrors: true, strict: true, allowUnionTypes: true }).compile(
  schema,
);

it("is committed as it is generated (npx vitest run rollout/reports --update writes it)", async () => {
  const { stdout, stderr } = spawnSync(
    path.join(projectRoot, "node_modules/.bin/biome"),
    ["format", `--stdin-file-path=${schemaPath}`],
    {
      cwd: projectRoot,
      input: JSON.stringify(rolloutReportJsonSchema(), null, 2),
      encoding: "utf8",
    },
  );
  expect(stdout, stderr).not.toBe("");
  await expect(stdout).toMatchFileSnapshot(path.join(projectRoot, schemaPath));
});

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
