import { junitXml, type TestCase } from "../../report/junit-xml";
import { afterBake } from "../../report/runbook";
import { line } from "../../report/visible";
import { type BakeReport, exitCodes } from "../report";
import { facts, outcomeMeanings, targetText } from "./wording";

/** The report as JUnit XML, as Jenkins' `junit` step reads it: one test case, for the outcome. */
export function junitReport(report: BakeReport): string {
  const { environment, outcome, reason, troubles, notes, targets } = report;
  const message = `${outcome}: ${outcomeMeanings[outcome]}`;
  const states = targets.map((target) => `${target.instanceId} ${targetText(target)}`);
  const said = [reason, ...troubles, ...notes, ...facts(report), ...states];
  const readOn = afterBake(report) ?? "";
  const text = [message, ...said.map((each) => line(each)), readOn].join("\n").trimEnd();
  const kind = exitCodes[outcome] === exitCodes.UNHEALTHY ? "failure" : "error";
  const testCase: TestCase =
    outcome === "HEALTHY"
      ? { name: "outcome", outcome: { kind: "passed", text } }
      : { name: "outcome", outcome: { kind, message, type: outcome, text } };
  return junitXml("bake", [{ name: line(`bake.${environment}`), testCases: [testCase] }]);
}
