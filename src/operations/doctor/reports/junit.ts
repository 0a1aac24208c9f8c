import { junitXml, type TestCase } from "../../report/junit-xml";
import { line } from "../../report/visible";
import type { DoctorReport } from "../report";
import { type Entry, groupsOf } from "./wording";

/**
 * The report as JUnit XML, as Jenkins' `junit` step reads it: a suite for each subject, with a test case for
 * each finding. What failed is a failure, what could not be checked an error.
 */
export function junitReport(report: DoctorReport): string {
  const suites = groupsOf(report).map(({ subject, entries }) => ({
    name: line(`doctor.${subject}`),
    testCases: entries.map(testCase),
  }));
  return junitXml("doctor", suites);
}

function testCase({ status, checks, message: found, remedy }: Entry): TestCase {
  const name = line(checks.join(", "));
  const message = line(`${status}: ${found}`);
  const text = remedy === null ? message : `${message}\n${line(remedy)}`;
  if (status !== "failed" && status !== "unchecked")
    return { name, outcome: { kind: "passed", text } };
  const kind = status === "failed" ? "failure" : "error";
  return { name, outcome: { kind, message, type: status, text } };
}
