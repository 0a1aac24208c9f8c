import { expect, it } from "vitest";
import { markdownReport as markdownOf } from "../../../../../src/operations/report/markdown";
import type { RolloutReport } from "../../../../../src/operations/rollout/report";
import { shown } from "../../../../../src/operations/rollout/shown";
import { withoutCode } from "../../drift/reports/without-code";
import { allClasses, anInstance, aRollout, hostile, talkative } from "./sample-report";

const markdownReport = (report: RolloutReport, limit?: number) => markdownOf(shown(report), limit);

it("says the outcome and every instance", () => {
  const text = markdownReport(aRollout({ outcome: "PARTIAL", instances: [...allClasses] }));
  expect(text).toContain("# Rollout of `uat-us-east-1`: PARTIAL");
  expect(text).toContain("1 failed, 1 misconfigured, 1 not updated, 1 unknown, 1 still going");
  for (const { class: known, instanceId } of allClasses)
    expect(text).toContain(`- **${known}** \`${instanceId}\``);
  expect(text).toContain("`Failed, exit code 3, 12.5 s`");
  expect(text).toContain("  - `last`");
});

it("shows what others wrote as code only", () => {
  const report = aRollout({
    reason: hostile,
    notes: [hostile],
    nextSteps: [hostile],
    instances: [anInstance({ class: "failed", statusDetails: hostile, outputTail: hostile })],
  });
  expect(withoutCode(markdownReport(report))).not.toMatch(/script|everyone|javascript/);
});

it("is never longer than a comment may be, keeps those in trouble, and counts the rest", () => {
  const instances = Array.from({ length: 5_000 }, (_, index) =>
    anInstance({ instanceId: `i-${index}`, class: index === 4_999 ? "failed" : "updated" }),
  );
  const text = markdownReport(aRollout({ outcome: "PARTIAL", instances }));
  expect(text.length).toBeLessThanOrEqual(65_536);
  expect(text).toContain("i-4999");
  expect(text).toMatch(/Left out: updated \([\d,]+\)/);
});

it("shows the end of what a failed instance wrote", () => {
  const text = markdownReport(aRollout({ outcome: "FAILED", instances: [talkative] }));
  expect(text.match(/line \d+/g)).toEqual(
    Array.from({ length: 10 }, (_, index) => `line ${index + 21}`),
  );
});
