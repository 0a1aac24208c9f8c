import { describe, expect, it } from "vitest";
import { errorReport, type Verdict, verdicts } from "../../../../src/operations/drift/report";
import { driftReport } from "../../../../src/operations/drift/several";
import { wordsOf } from "../../../../src/operations/report/outcomes";

function reports(...found: readonly Verdict[]) {
  return found.map((verdict, index) => ({ ...errorReport(`environment-${index}`, []), verdict }));
}

function verdictOn(...found: readonly Verdict[]): Verdict {
  const expected = found.map((_, index) => `environment-${index}`);
  return driftReport(reports(...found), expected).verdict;
}

describe("the verdict on several environments", () => {
  it.each(wordsOf(verdicts))("is %s when all are", (verdict) => {
    expect(verdictOn(verdict, verdict)).toBe(verdict);
  });

  it.each([
    ["ERROR", ["INCONCLUSIVE", "ERROR", "DRIFTED_AND_PENDING"]],
    ["INCONCLUSIVE", ["DRIFTED_AND_PENDING", "INCONCLUSIVE", "IN_SYNC"]],
    ["DRIFTED_AND_PENDING", ["DRIFTED", "DRIFTED_AND_PENDING"]],
    ["DRIFTED_AND_PENDING", ["DRIFTED", "IN_SYNC", "PENDING"]],
    ["DRIFTED_AND_PENDING", ["PENDING", "DRIFTED"]],
    ["DRIFTED", ["IN_SYNC", "DRIFTED"]],
    ["PENDING", ["PENDING", "IN_SYNC"]],
  ] as const)("is %s of %j", (verdict, found) => {
    expect(verdictOn(...found)).toBe(verdict);
  });

  it("is ERROR when one is missing, and says which", () => {
    const report = driftReport(reports("IN_SYNC"), ["environment-0", "environment-1"]);
    expect(report.verdict).toBe("ERROR");
    expect(report.environments).toMatchObject([
      { environment: "environment-0", verdict: "IN_SYNC" },
      {
        environment: "environment-1",
        verdict: "ERROR",
        reasons: [expect.stringMatching("no report")],
      },
    ]);
  });

  it("is ERROR of none at all", () => {
    expect(driftReport([], []).verdict).toBe("ERROR");
  });
});
