import { expect, it } from "vitest";
import { junitReport as junitOf } from "../../../../../src/operations/report/junit";
import { wordsOf } from "../../../../../src/operations/report/outcomes";
import type { RolloutReport } from "../../../../../src/operations/rollout/report";
import { type Outcome, outcomes } from "../../../../../src/operations/rollout/report";
import { shown } from "../../../../../src/operations/rollout/shown";
import { parseXml } from "../../drift/reports/parse-xml";
import { allClasses, aRollout, talkative } from "./sample-report";

const junitReport = (report: RolloutReport) => junitOf(shown(report));

function caseResults(document: string): Record<string, string> {
  const [root] = parseXml([document]);
  const cases = root?.children[0]?.children ?? [];
  return Object.fromEntries(
    cases.map(({ attributes, children }) => [attributes.name, children[0]?.tag]),
  );
}

it("has a test case for the outcome and one for each instance", () => {
  const document = junitReport(aRollout({ outcome: "PARTIAL", instances: [...allClasses] }));
  expect(caseResults(document)).toEqual({
    outcome: "failure",
    "i-1": "system-out",
    "i-2": "failure",
    "i-3": "error",
    "i-4": "failure",
    "i-5": "failure",
    "i-6": "error",
    "i-7": "system-out",
    "i-8": "system-out",
  });
  expect(document).toContain("rollout.uat-us-east-1");
});

it("has all that a failed instance wrote, as far as the report has it", () => {
  const document = junitReport(aRollout({ outcome: "FAILED", instances: [talkative] }));
  expect(document.match(/^line \d+/gm)).toHaveLength(30);
});

it("passes only what a pipeline may go on after", () => {
  const results = wordsOf(outcomes).map((outcome): [Outcome, string | undefined] => [
    outcome,
    caseResults(junitReport(aRollout({ outcome, instances: [] }))).outcome,
  ]);
  expect(Object.fromEntries(results)).toEqual({
    SUCCEEDED: "system-out",
    DRY_RUN: "system-out",
    ERROR: "error",
    FAILED: "failure",
    PARTIAL: "failure",
    UNKNOWN: "error",
    IN_PROGRESS: "error",
    CONFLICT: "error",
  });
});
