import { describe, expect, it } from "vitest";
import { junitReport } from "../../../../src/apply/reports/junit";
import { markdownReport } from "../../../../src/apply/reports/markdown";
import { terminalReport } from "../../../../src/apply/reports/terminal";
import { describeWithTools } from "../../../support/external-tools";
import { parseXml } from "../../drift/reports/parse-xml";
import { hostile } from "../../rollout/reports/sample-report";
import { aFailedApply, anApply } from "./sample-report";

const plain = { colour: false, verbose: false };
const failed = aFailedApply(hostile);

describe("an apply's report for people", () => {
  it("says outcome, facts and plan", () => {
    const text = terminalReport(anApply(), plain);
    expect(text.split("\n")[0]).toBe(
      "APPLIED uat-us-east-1: the plan was applied, the fleet has settled, and the cloud is what the code says",
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

  it.each([
    ["terminal", terminalReport(failed, plain)],
    ["Markdown", markdownReport(failed)],
    ["JUnit", junitReport(failed)],
  ])("does nothing to whoever reads it: %s", (_, text) => {
    for (const acting of ["\u001b", "\u0000", "\u202e"]) expect(text.includes(acting)).toBe(false);
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

function counts(xml: string) {
  const [root] = parseXml([xml]);
  const { tests, failures, errors } = root?.attributes ?? {};
  return { tests, failures, errors };
}
