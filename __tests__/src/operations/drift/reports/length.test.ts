import { describe, expect, it } from "vitest";
import type { Finding } from "../../../../../src/operations/drift/report";
import { markdownReport } from "../../../../../src/operations/drift/reports/markdown";
import { aFinding, anAttribute, anEnvironment, aReport } from "./sample-reports";

/** As many findings as are asked for, each of some hundred characters. */
function many(count: number, with_: Partial<Finding>): Finding[] {
  return Array.from({ length: count }, (_, index) =>
    aFinding({ address: `aws_${with_.cause}.number${index}`, ...with_ }),
  );
}

describe("a report in Markdown that is too long", () => {
  const report = anEnvironment({
    verdict: "DRIFTED_AND_PENDING",
    findings: [
      ...many(500, { cause: "pending" }),
      ...many(500, { cause: "drift" }),
      aFinding({
        address: "aws_last.destroyed",
        cause: "pending",
        change: "delete",
        destructive: true,
      }),
    ],
  });

  it("fits into a comment on GitHub, and uses the room", () => {
    const { length } = markdownReport(report);
    expect(length).toBeLessThanOrEqual(65_536);
    expect(length).toBeGreaterThan(64_000);
  });

  it("keeps what is destructive, and drift before pending changes", () => {
    const markdown = markdownReport(report, 20_000);
    expect(markdown).toContain("`aws_last.destroyed`");
    expect(markdown).toContain("`aws_drift.number0`");
    expect(markdown).not.toContain("aws_pending");
    expect(markdown).not.toContain("### Pending changes");
  });

  it("says what was left out, exactly", () => {
    const markdown = markdownReport(report, 20_000);
    const shown = markdown.match(/\*\*drift update\*\*/g)?.length ?? 0;
    expect(shown).toBeGreaterThan(100);
    expect(markdown.trimEnd().split("\n").at(-1)).toBe(
      `**Cut to 20,000 characters.** Left out: drift (${500 - shown}), pending changes (500). The JSON report has everything.`,
    );
  });

  it("keeps every environment's verdict as long as it can", () => {
    const markdown = markdownReport(aReport(report, { ...report, environment: "other" }), 2_000);
    expect(markdown).toContain("## `uat-us-east-1`: DRIFTED_AND_PENDING");
    expect(markdown).toContain("## `other`: DRIFTED_AND_PENDING");
    expect(markdown.length).toBeLessThanOrEqual(2_000);
  });

  it("never exceeds a limit, however small, and never leaves a block open", () => {
    for (let limit = 500; limit < 4_000; limit += 83) {
      const markdown = markdownReport(report, limit);
      expect(markdown.length).toBeLessThanOrEqual(limit);
      expect((markdown.match(/```/g)?.length ?? 0) % 2).toBe(0);
    }
    expect(markdownReport(report, 10)).toHaveLength(10);
  });

  it("isn't made long by one finding", () => {
    const attributes = Array.from({ length: 1000 }, (_, index) =>
      anAttribute({ path: `p${index}`, before: "x".repeat(100_000) }),
    );
    const markdown = markdownReport(anEnvironment({ findings: [aFinding({ attributes })] }));
    expect(markdown).toContain("  - … and 980 more attributes");
    expect(markdown.length).toBeLessThan(10_000);
  });
});
