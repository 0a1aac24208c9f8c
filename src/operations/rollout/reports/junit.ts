import { junitXml, type TestCase } from "../../report/junit-xml";
import { afterRollout } from "../../report/runbook";
import { line } from "../../report/visible";
import { exitCodes, type InstanceReport, type RolloutReport } from "../report";
import {
  classCounts,
  classVerdicts,
  inOrder,
  originFacts,
  outcomeMeanings,
  ranText,
} from "./wording";

/**
 * The report as JUnit XML, as Jenkins' `junit` step reads it: a suite with a test case for the outcome and
 * one for each instance. What failed or did not run is a failure, what isn't known is an error.
 */
export function junitReport(report: RolloutReport): string {
  const instances = inOrder(report.instances).map(instanceCase);
  const name = line(`rollout.${report.environment}`);
  return junitXml("rollout", [{ name, testCases: [outcomeCase(report), ...instances] }]);
}

function outcomeCase(report: RolloutReport): TestCase {
  const { outcome, reason, nextSteps, notes } = report;
  const message = `${outcome}: ${outcomeMeanings[outcome]}`;
  const facts = [reason, ...nextSteps, ...notes, ...originFacts(report)].map((fact) => line(fact));
  const counts = classCounts(report) ?? "no instances";
  const text = [message, counts, ...facts, afterRollout(report) ?? ""].join("\n").trimEnd();
  if (exitCodes[outcome] === 0) return { name: "outcome", outcome: { kind: "passed", text } };
  const kind = exitCodes[outcome] === exitCodes.FAILED ? "failure" : "error";
  return { name: "outcome", outcome: { kind, message, type: outcome, text } };
}

function instanceCase(instance: InstanceReport): TestCase {
  const name = line(instance.instanceId);
  const message = line(`${instance.class} ${ranText(instance)}`.trim());
  const output = (instance.outputTail ?? "").trimEnd().split("\n");
  const text = [message, ...output.map((each) => line(each))].join("\n").trimEnd();
  const verdict = classVerdicts[instance.class];
  if (verdict === "good") return { name, outcome: { kind: "passed", text } };
  const kind = verdict === "bad" ? "failure" : "error";
  return { name, outcome: { kind, message, type: instance.class, text } };
}
