import { describe, expect, it } from "vitest";
import type { DoctorReport } from "../../../../../src/operations/doctor/report";
import { shown } from "../../../../../src/operations/doctor/shown";
import { junitReport as junitOf } from "../../../../../src/operations/report/junit";
import { markdownReport as markdownOf } from "../../../../../src/operations/report/markdown";
import { terminalReport as terminalOf } from "../../../../../src/operations/report/terminal";
import { sampleReport } from "./sample-report";

const junitReport = (report: DoctorReport) => junitOf(shown(report));
const markdownReport = (report: DoctorReport, limit?: number) => markdownOf(shown(report), limit);
const terminalReport = (report: DoctorReport, options: { colour: boolean; verbose?: boolean }) =>
  terminalOf(shown(report), { verbose: false, ...options });

describe("for people", () => {
  it("says the outcome, then the worst of each subject first, with the remedy below", () => {
    expect(terminalReport(sampleReport, { colour: false })).toBe(
      `NOT_READY: something stands in the way
  1 failed, 2 unchecked, 1 warning, 1 note, 1 ok
  at 2026-11-21T17:29:43.143Z as arn:aws:iam::111122223333:user/agent

  this machine
    warning    lock-file: missing
      → make it
    ok         node: Node.js 22.12.0

  uat-us-east-1
    failed     machine-image: ami \\u001b[2J\`@team\`
      → give <b>another</b>
    unchecked  zones, certificate: there are no credentials
      → see credentials
    note       ssm-agents: not deployed yet

  docs/setup-errors.md, "NOT_READY"
`,
    );
  });

  it("has colours where they are shown", () => {
    const text = terminalReport(sampleReport, { colour: true });
    expect(text).toContain("\u001b[31mfailed   ");
    expect(text).not.toContain("\u001b[2J");
  });
});

it("for Jenkins, what failed is a failure, and what is unknown an error", () => {
  const xml = junitReport(sampleReport);
  expect(xml).toContain('<testsuites name="doctor" tests="6" failures="1" errors="2" skipped="0">');
  expect(xml).toContain('<testcase classname="doctor.uat-us-east-1" name="zones, certificate">');
  expect(xml).toContain('<error message="unchecked: there are no credentials" type="unchecked">');
});

describe("in Markdown", () => {
  it("nothing that AWS says formats, links or mentions", () => {
    const text = markdownReport(sampleReport);
    expect(text).toContain("# Doctor: NOT_READY\n\nSomething stands in the way: 1 failed, ");
    expect(text).toContain("- **failed** `machine-image` `` ami \\u001b[2J`@team` ``\n");
    expect(text).toContain("  - `give <b>another</b>`");
  });

  it("what is least urgent is left out when it is too long", () => {
    const [one] = sampleReport.findings;
    const many = Array.from({ length: 50 }, (_, index) => ({ ...one, message: `node ${index}` }));
    const findings = [...many, ...sampleReport.findings] as typeof sampleReport.findings;
    const text = markdownReport({ ...sampleReport, findings }, 1_200);
    expect(text.length).toBeLessThanOrEqual(1_200);
    expect(text).toContain("**failed**");
    expect(text).toMatch(/Left out: ok \(\d+\)/);
  });
});
