import { describe, expect, it } from "vitest";
import { judgePlan } from "../../../../../src/operations/drift/judge/judge";
import type { EnvironmentReport } from "../../../../../src/operations/drift/report";
import { htmlReport } from "../../../../../src/operations/drift/reports/html";
import { junitReport } from "../../../../../src/operations/drift/reports/junit";
import { markdownReport } from "../../../../../src/operations/drift/reports/markdown";
import { changesByItself } from "../../../../../src/operations/drift/reports/restless";
import { terminalReport } from "../../../../../src/operations/drift/reports/terminal";
import { jsonReport } from "../../../../../src/operations/report/json";
import { describeWithTools } from "../../../../support/external-tools";
import { textOf } from "../../report/html/page-text";
import { recorded, recordedPlans } from "../recorded";
import { parseXml } from "./parse-xml";
import { schemaErrors } from "./schema-errors";

const reports = recordedPlans.map((name): [string, EnvironmentReport] => [
  name,
  judgePlan(recorded(name), {
    environment: "uat-us-east-1",
    accepted: [],
    today: "2026-11-21",
  }),
]);

describe.each(reports)("the reports on the recorded plan %s", (_, report) => {
  const terminal = terminalReport(report, { verbose: true, colour: false });
  const page = textOf(htmlReport(report, "."));
  const changes = report.findings.filter(({ cause }) => cause !== "state-only");

  it("are valid by the JSON Schema, and the same when they are read back", () => {
    expect(schemaErrors(report)).toEqual([]);
    expect(JSON.parse(jsonReport(report))).toEqual(report);
  });

  it("name the verdict and every change, by its address and its id in the cloud", () => {
    for (const text of [terminal, markdownReport(report), junitReport(report), page]) {
      expect(text).toContain(report.verdict);
      for (const { address, cloudId = "" } of changes) {
        expect(text).toContain(address);
        expect(text).toContain(cloudId);
      }
    }
    for (const finding of report.findings)
      if (!changesByItself(finding)) expect(terminal).toContain(finding.address);
  });

  it("keep sensitive values to themselves", () => {
    const all = [terminal, jsonReport(report), markdownReport(report), junitReport(report), page];
    expect(all.join()).not.toMatch(/sensitive-original-value|sensitive-changed-by-hand/);
  });
});

describeWithTools("the recorded plans' reports as JUnit XML", ["python3"], () => {
  it("are well-formed, with a test case for each change and one for the verdict", () => {
    const documents = parseXml(reports.map(([, report]) => junitReport(report)));
    expect(documents.map(({ attributes }) => Number(attributes.tests))).toEqual(
      reports.map(
        ([, { findings }]) => 1 + findings.filter(({ cause }) => cause !== "state-only").length,
      ),
    );
  });
});
