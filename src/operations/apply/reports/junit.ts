import { terminalReport as planReport } from "../../drift/reports/terminal";
import { junitXml, type TestCase } from "../../report/junit-xml";
import { afterApply } from "../../report/runbook";
import { line } from "../../report/visible";
import { type AppliedResource, type ApplyReport, exitCodes } from "../report";
import {
  facts,
  fleetText,
  inOrder,
  isToBeApproved,
  outcomeMeanings,
  resultVerdicts,
} from "./wording";

const asPart = { verbose: false, colour: false, isPart: true };

/**
 * The report as JUnit XML, as Jenkins' `junit` step reads it: a suite with a test case for the outcome, one for
 * each resource, one for the fleet and one for the check afterwards. That there is something to apply is no
 * failure here.
 */
export function junitReport(report: ApplyReport): string {
  const testCases = [
    outcomeCase(report),
    ...inOrder(report).map(resourceCase),
    ...fleetCases(report),
    ...checkCases(report),
  ];
  return junitXml("apply", [{ name: line(`apply.${report.environment}`), testCases }]);
}

function outcomeCase(report: ApplyReport): TestCase {
  const { outcome, reason, details, nextSteps, plan } = report;
  const message = `${outcome}: ${outcomeMeanings[outcome]}`;
  const said = [reason, ...details, ...nextSteps, ...facts(report)].map((text) => line(text));
  const shown = planReport(plan, { ...asPart, whole: isToBeApproved(report) });
  const text = [message, ...said, "", shown, afterApply(report) ?? ""].join("\n").trimEnd();
  if (exitCodes[outcome] === 0 || outcome === "PLANNED")
    return { name: "outcome", outcome: { kind: "passed", text } };
  const kind = exitCodes[outcome] === exitCodes.FAILED ? "failure" : "error";
  return { name: "outcome", outcome: { kind, message, type: outcome, text } };
}

function resourceCase({ address, action, result }: AppliedResource): TestCase {
  const name = line(`${address}: ${action}`);
  const verdict = resultVerdicts[result];
  if (verdict === "good") return { name, outcome: { kind: "passed", text: result } };
  const kind = verdict === "bad" ? "failure" : "error";
  return { name, outcome: { kind, message: result, type: result, text: result } };
}

function fleetCases({ fleet, reason }: ApplyReport): TestCase[] {
  if (fleet === null) return [];
  const text = line(fleetText(fleet));
  const name = "fleet";
  if (fleet.settled) return [{ name, outcome: { kind: "passed", text } }];
  return [{ name, outcome: { kind: "failure", message: line(reason), type: "fleet", text } }];
}

function checkCases({ checkAfter }: ApplyReport): TestCase[] {
  if (checkAfter === null) return [];
  const { verdict } = checkAfter;
  const text = planReport(checkAfter, asPart);
  const name = "check afterwards";
  if (verdict === "IN_SYNC") return [{ name, outcome: { kind: "passed", text } }];
  return [{ name, outcome: { kind: "failure", message: verdict, type: verdict, text } }];
}
