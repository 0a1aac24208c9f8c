import { junitXml, type TestCase, type TestSuite } from "../../report/junit-xml";
import { limited } from "../../report/limited";
import { readOn as afterwards } from "../../report/read-on";
import { line } from "../../report/visible";
import { type EnvironmentReport, type Finding, verdicts } from "../report";
import { type AnyReport, environmentsOf } from "./any-report";
import { findingDetails } from "./details";
import { type Group, groupsOf, isStateOnly } from "./groups";
import { countsLine, heldClause, notLookedFor } from "./wording";

/** Longest list of attributes, addresses or reasons. */
const listLimit = 100;

/**
 * The report as JUnit XML, as Jenkins' `junit` step reads it: a suite for each environment, with a test
 * case for its verdict and one for each finding. Drift, pending changes and what is unmanaged fail, an environment without
 * a judged plan is an error, what is accepted passes, and what is state-only has no test case.
 */
export function junitReport(report: AnyReport): string {
  const suites = environmentsOf(report).map(suiteOf);
  return junitXml("drift-check", suites.length > 0 ? suites : [nothingChecked(report)]);
}

function suiteOf(report: EnvironmentReport): TestSuite {
  const groups = groupsOf(report.findings).filter((group) => !isStateOnly(group));
  return {
    name: line(`drift-check.${report.environment ?? "plan"}`),
    testCases: [
      verdictCase(report),
      ...groups.flatMap((group) =>
        group.findings.map((finding) => findingCase(finding, report, group)),
      ),
    ],
  };
}

/** Jenkins ends a build over a suite without test cases, and doesn't say why. */
function nothingChecked({ verdict }: AnyReport): TestSuite {
  const message = "no environment was checked";
  const outcome = { kind: "error", message, type: verdict, text: message } as const;
  return { name: "drift-check", testCases: [{ name: "verdict", outcome }] };
}

function verdictCase(report: EnvironmentReport): TestCase {
  const { verdict } = report;
  const reasons = limited(
    report.reasons.map((reason) => line(reason)),
    listLimit,
  );
  const meaning = `${verdict}: ${verdicts[verdict].meaning}`;
  const text = [
    `${meaning}${heldClause(report)}`,
    ...reasons,
    countsLine(report),
    ...notLookedFor(report, listLimit),
    afterwards(verdicts[report.verdict], report.cause) ?? "",
  ]
    .join("\n")
    .trimEnd();
  if (verdict === "IN_SYNC") return { name: "verdict", outcome: { kind: "passed", text } };
  const isJudged = verdicts[verdict].exitCode === verdicts.DRIFTED.exitCode;
  const message = isJudged ? meaning : (reasons[0] ?? meaning);
  const kind = isJudged ? "failure" : "error";
  return { name: "verdict", outcome: { kind, message, type: verdict, text } };
}

function findingCase(
  finding: Finding,
  { accepted }: EnvironmentReport,
  { direction }: Group,
): TestCase {
  const { address, cause, change, deposed, destructive } = finding;
  const object = deposed === undefined ? "" : ` (deposed ${line(deposed)})`;
  const name = `${line(address)}${object}: ${cause} ${change}${destructive ? ", destructive" : ""}`;
  const text = [
    ...(direction === undefined ? [] : [`${direction.before} → ${direction.after}`]),
    ...findingDetails(finding, accepted, listLimit),
  ].join("\n");
  return finding.accepted === true
    ? { name, outcome: { kind: "passed", text } }
    : { name, outcome: { kind: "failure", message: name, type: cause, text } };
}
