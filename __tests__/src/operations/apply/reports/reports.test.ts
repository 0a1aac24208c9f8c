import { describe, expect, it } from "vitest";
import type { ApplyReport } from "../../../../../src/operations/apply/report";
import { shown } from "../../../../../src/operations/apply/shown";
import { planRenderers } from "../../../../../src/operations/drift/reports/plan-renderers";
import { terminalReport as driftTerminalReport } from "../../../../../src/operations/drift/reports/terminal";
import { junitReport as junitOf } from "../../../../../src/operations/report/junit";
import { markdownReport as markdownOf } from "../../../../../src/operations/report/markdown";
import { terminalReport as terminalOf } from "../../../../../src/operations/report/terminal";
import { describeWithTools } from "../../../../support/external-tools";
import { parseXml } from "../../drift/reports/parse-xml";
import { aFinding, anAttribute, anEnvironment } from "../../drift/reports/sample-reports";
import { hostile } from "../../rollout/reports/sample-report";
import { aFailedApply, anApply } from "./sample-report";

const junitReport = (report: ApplyReport) => junitOf(shown(report, planRenderers));
const markdownReport = (report: ApplyReport, limit?: number) =>
  markdownOf(shown(report, planRenderers), limit);
const terminalReport = (report: ApplyReport, options: { colour: boolean; verbose?: boolean }) =>
  terminalOf(shown(report, planRenderers), { verbose: false, ...options });

const plain = { colour: false, verbose: false };
const failed = aFailedApply(hostile);

describe("an apply's report for people", () => {
  it("says outcome, facts and plan", () => {
    const text = terminalReport(anApply(), plain);
    expect(text.split("\n")[0]).toBe(
      "APPLIED uat-us-east-1: the plan was applied, and the cloud is what the code says",
    );
    for (const fact of [
      `fingerprint ${anApply().fingerprint}`,
      "instance refresh 08b91cf7: Successful, 100 %; 3 of 3 instances in service and healthy",
      "check afterwards: IN_SYNC",
      "done  update  aws_lb.this",
      "PENDING uat-us-east-1: the code is ahead of the cloud",
    ])
      expect(text).toContain(fact);
  });

  it("says how many healthy instances are of the old version", () => {
    const { fleet } = anApply();
    const left = anApply({ fleet: fleet && { ...fleet, outdatedInService: 2 } });
    for (const text of [terminalReport(left, plain), markdownReport(left), junitReport(left)])
      expect(text).toContain("in service and healthy, 2 still of another template version");
    expect(terminalReport(anApply(), plain)).not.toContain("another template version");
  });

  it("says nothing of a fleet that nobody has looked at", () => {
    const reason = "The plan was applied; the check after it says IN_SYNC";
    const alone = anApply({ environment: "foundation-us-east-1", reason, fleet: null });
    for (const text of [terminalReport(alone, plain), markdownReport(alone), junitReport(alone)])
      expect(text).not.toContain("fleet");
  });

  it("has what is in trouble first, and says where a state is kept", () => {
    const text = terminalReport(failed, plain);
    const results = [...text.matchAll(/^ {4}(failed|unknown|not begun|done) {2}/gm)];
    expect(results.map(([, result]) => result)).toEqual(["failed", "unknown", "not begun", "done"]);
    expect(text).toContain("state kept in /tmp/testapp-state-uat-us-east-1-a1b2c3/errored.tfstate");
    expect(text).toContain(`approved    ${failed.approved}`);
  });

  it("shows what differs afterwards", () => {
    const { plan } = anApply();
    const text = terminalReport(anApply({ outcome: "NOT_IN_SYNC", checkAfter: plan }), plain);
    expect(text.split("Afterwards:")[1]).toContain("idle_timeout: 120 → 60");
  });

  it("says why the check afterwards isn't known", () => {
    const why = "The credentials don't permit s3:GetObject";
    const checkAfter = anEnvironment({ verdict: "ERROR", reasons: [why] });
    const unknown = anApply({ outcome: "UNKNOWN", checkAfter });
    for (const text of [terminalReport(unknown, plain), unescaped(junitReport(unknown))])
      expect(text.split("Afterwards:")[1]).toContain(why);
    for (const text of [terminalReport(anApply(), plain), junitReport(anApply())])
      expect(text).not.toContain("Afterwards:");
  });

  it.each([
    ["terminal", terminalReport(failed, plain)],
    ["Markdown", markdownReport(failed)],
    ["JUnit", junitReport(failed)],
  ])("does nothing to whoever reads it: %s", (_, text) => {
    for (const acting of ["\u001b", "\u0000", "\u202e"]) expect(text.includes(acting)).toBe(false);
  });
});

describe("a plan that somebody is to decide about", () => {
  const statement = (end: string) => `{"Statement":"${"x".repeat(5_000)}${end}"}`;
  const toBeApproved = (outcome: "PLANNED" | "APPLIED" | "NOT_APPROVED", more = 0) => {
    const created = aFinding({
      address: "aws_iam_role_policy.way_in",
      cause: "pending",
      change: "create",
      attributes: [
        anAttribute({ path: "policy", before: null, after: '{"Action":"*"}' }),
        anAttribute({ path: "arn", before: null, after: null, unknown: true }),
      ],
    });
    const updated = aFinding({
      cause: "pending",
      attributes: [
        ...Array.from({ length: 20 + more }, (_, index) => anAttribute({ path: `tag_${index}` })),
        anAttribute({ path: "policy", before: statement("s3:Get"), after: statement("s3:*") }),
        anAttribute({ path: "last", before: ["a"], after: [statement("end")] }),
      ],
    });
    const plan = anEnvironment({ verdict: "PENDING", findings: [created, updated] });
    return anApply({ outcome, plan, applied: null, fleet: null, checkAfter: null });
  };
  const quoted = (end: string) => JSON.stringify(statement(end));

  it.each([
    ["terminal", (report: ReturnType<typeof toBeApproved>) => terminalReport(report, plain)],
    ["Markdown", markdownReport],
    ["JUnit", (report: ReturnType<typeof toBeApproved>) => unescaped(junitReport(report))],
  ])("is shown whole: %s", (_, text) => {
    for (const outcome of ["PLANNED", "NOT_APPROVED"] as const) {
      const shown = text(toBeApproved(outcome));
      expect(shown).toContain('policy: "{\\"Action\\":\\"*\\"}"');
      expect(shown).toContain("arn: (known after apply)");
      for (const end of ["s3:Get", "s3:*"]) expect(shown).toContain(`${quoted(end)}`);
      expect(shown).toContain(`last: ["a"]`);
      expect(shown).toContain(`[${quoted("end")}]`);
      expect(shown).not.toContain("Not the whole plan");
    }
  });

  it("is shown in short when it was decided about", () => {
    const report = toBeApproved("APPLIED");
    for (const shown of [terminalReport(report, plain), markdownReport(report)]) {
      expect(shown).toContain("2 attributes");
      expect(shown).not.toContain(quoted("s3:*"));
    }
    expect(driftTerminalReport(report.plan, plain)).toContain("2 attributes");
  });

  it("says beside the fingerprint when it is too long for Markdown", () => {
    const report = toBeApproved("PLANNED", 5_000);
    const text = markdownReport(report);
    expect(text.length).toBeLessThanOrEqual(65_536);
    const lines = text.split("\n");
    const fingerprint = lines.findIndex((each) =>
      each.includes(`fingerprint ${report.fingerprint}`),
    );
    expect(lines[fingerprint - 1]).toMatch(/^- \*\*Not the whole plan:.* JSON report \(`--json`\)/);
    // What can be shown of it is.
    expect(text).toContain("aws_iam_role_policy.way_in");
    expect(terminalReport(report, plain)).toContain("tag_5019");
  });
});

describe("as Markdown", () => {
  it("has one title, and the plan as a part", () => {
    const text = markdownReport(anApply());
    expect(text.match(/^# .*/gm)).toEqual(["# Apply of `uat-us-east-1`: APPLIED"]);
    expect(text).toContain("## The plan: PENDING");
    expect(text).toContain("- **done** update `aws_lb.this`");
  });

  it("is never longer than a comment may be", () => {
    const resource = {
      address: `aws_x.${"x".repeat(90)}`,
      action: "create",
      result: "done",
    } as const;
    const resources = Array.from({ length: 5000 }, () => resource);
    const { applied } = anApply();
    const text = markdownReport(anApply({ applied: applied && { ...applied, resources } }));
    expect(text.length).toBeLessThanOrEqual(65_536);
    expect(text).toContain("Left out: done (");
    expect(text).toContain("## The plan: PENDING");
  });
});

describeWithTools("as JUnit", ["python3"], () => {
  it("passes what is applied, settled and in sync", () => {
    expect(counts(junitReport(anApply()))).toEqual({ tests: "4", failures: "0", errors: "0" });
  });

  it("has a failure for what failed, and an error for what isn't known", () => {
    expect(counts(junitReport(failed))).toEqual({ tests: "5", failures: "3", errors: "1" });
  });

  it("is no failure that there is something to apply", () => {
    const planned = anApply({ outcome: "PLANNED", applied: null, fleet: null, checkAfter: null });
    expect(counts(junitReport(planned))).toEqual({ tests: "1", failures: "0", errors: "0" });
    const refused = anApply({
      outcome: "NOT_APPROVED",
      applied: null,
      fleet: null,
      checkAfter: null,
    });
    expect(counts(junitReport(refused))).toEqual({ tests: "1", failures: "0", errors: "1" });
  });
});

function unescaped(xml: string): string {
  return xml.replaceAll("&quot;", '"').replaceAll("&gt;", ">").replaceAll("&apos;", "'");
}

function counts(xml: string) {
  const [root] = parseXml([xml]);
  const { tests, failures, errors } = root?.attributes ?? {};
  return { tests, failures, errors };
}
