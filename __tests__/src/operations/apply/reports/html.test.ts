import { describe, expect, it } from "vitest";
import type { ApplyReport } from "../../../../../src/operations/apply/report";
import { shown } from "../../../../../src/operations/apply/shown";
import { planRenderers } from "../../../../../src/operations/drift/reports/plan-renderers";
import { htmlReport } from "../../../../../src/operations/report/html/report";
import { aFinding, anAttribute, anEnvironment } from "../../drift/reports/sample-reports";
import { saturated } from "../../drift/reports/saturated";
import { tagsOf, textOf } from "../../report/html/page-text";
import { hostile } from "../../rollout/reports/sample-report";
import { aFailedApply, anApply } from "./sample-report";

const page = (report: ApplyReport) => htmlReport(shown(report, planRenderers), "..");
const linesOf = (report: ApplyReport) => textOf(page(report)).split("\n");

describe("an apply's page", () => {
  it("says the outcome, the facts, what became of each resource, and the plan", () => {
    const lines = linesOf(anApply());
    expect(lines.slice(1, 3)).toEqual([
      "APPLIED",
      "Apply of uat-us-east-1: the plan was applied, and the cloud is what the code says. Exit code 0.",
    ]);
    for (const line of [
      `fingerprint ${anApply().fingerprint}`,
      "instance refresh 08b91cf7: Successful, 100 %; 3 of 3 instances in service and healthy",
      "done update aws_lb.this",
      "The plan: PENDING",
      "the code makes of it 60",
    ])
      expect(lines).toContain(line);
    expect(lines.join()).not.toContain("Afterwards");
  });

  it("has what is in trouble first, and links its own section alone", () => {
    const plan = anEnvironment({ verdict: "DRIFTED" });
    const html = page({ ...aFailedApply("words"), plan });
    expect(textOf(html).match(/^(failed|unknown|not begun|done) /gm)).toEqual([
      "failed ",
      "unknown ",
      "not begun ",
      "done ",
    ]);
    expect(html.match(/href="[^"]*"/g)).toEqual([
      'href="../RUNBOOK-investigate.md#failed-of-an-apply"',
    ]);
  });

  it("shows what differs afterwards", () => {
    const lines = linesOf(anApply({ outcome: "NOT_IN_SYNC", checkAfter: anApply().plan }));
    const after = lines.slice(lines.indexOf("Afterwards: PENDING"));
    expect(after).toContain("there is now 120");
  });

  it.each([
    ["PLANNED", true],
    ["NOT_APPROVED", true],
    ["APPLIED", false],
  ] as const)("of %s shows the plan whole: %s", (outcome, whole) => {
    const attributes = [anAttribute({ before: null, after: "long ".repeat(100) })];
    const plan = anEnvironment({
      verdict: "PENDING",
      findings: [aFinding({ cause: "pending", change: "create", attributes })],
    });
    const text = textOf(page(anApply({ outcome, plan })));
    expect(text.includes("long ".repeat(99))).toBe(whole);
    expect(text.includes("1 attribute")).toBe(!whole);
  });

  it("escapes what others wrote", () => {
    const frame = (text: string) =>
      tagsOf(page({ ...aFailedApply(text), plan: saturated(text), checkAfter: saturated(text) }));
    expect(frame(hostile)).toEqual(frame("x"));
    expect(page(aFailedApply(hostile))).not.toContain("<script");
  });
});
