import { stop } from "esbuild";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { estimate } from "../../src/operations/cost/estimate";
import { markdownReport } from "../../src/operations/report/markdown";
import type { RuleName } from "../../src/operations/review/dangers/names";
import { reviewReportSchema } from "../../src/operations/review/report";
import { review, type Stacks } from "../../src/operations/review/review";
import { shown } from "../../src/operations/review/shown";
import { accessChanges } from "./changes/access";
import { configurationChanges } from "./changes/configuration";
import { constructChanges } from "./changes/constructs";
import { instanceChanges } from "./changes/instances";
import { before } from "./changes/real-change";
import { terraformChanges } from "./changes/terraform";
import { synthesizeEdited } from "./edited-project";

const realChanges = [
  ...configurationChanges,
  ...instanceChanges,
  ...accessChanges,
  ...constructChanges,
  ...terraformChanges,
];

const costOf = (id: string, region: string, stack: object) =>
  estimate([{ id, region, stack }]).total;

/** Changes of this project's own configuration and constructs, made one at a time. */
describe("a review of a real change", () => {
  let base: Stacks;
  beforeAll(async () => {
    base = await synthesizeEdited(before);
  });
  afterAll(() => stop());

  it.each(realChanges)("$name", async (change) => {
    const after = await synthesizeEdited([...before, ...change.edits]);
    const report = reviewReportSchema.parse(review({ base: "main", before: base, after, costOf }));
    const text = markdownReport(shown(report, true), Number.POSITIVE_INFINITY);

    const changed = report.environments.filter(({ state }) => state !== "unchanged");
    expect(changed.map(({ environment }) => environment).sort()).toEqual(
      [...change.changes].sort(),
    );
    const found = new Map<RuleName, Set<string>>();
    for (const { rule, environments } of report.dangers)
      found.set(rule, new Set([...(found.get(rule) ?? []), ...environments]));
    const expected = change.dangers.map((danger) =>
      typeof danger === "string" ? ([danger, change.changes] as const) : danger,
    );
    expect([...found].map(([rule, where]) => [rule, [...where].sort()])).toEqual(
      expected.map(([rule, where]) => [rule, [...where].sort()]),
    );
    const outcome =
      expected.length > 0 ? "DANGEROUS" : changed.length > 0 ? "CHANGED" : "UNCHANGED";
    expect(report.outcome).toBe(outcome);
    for (const says of change.says) expect(text).toContain(says);
    const leftOut = new Set(report.leftOut.map(({ environment }) => environment));
    expect([...leftOut].sort()).toEqual([...(change.leftOut ?? [])].sort());
    if (change.hides !== undefined) {
      expect(text).not.toContain(change.hides);
      expect(JSON.stringify(report)).not.toContain(change.hides);
    }
    // Nothing changes by itself.
    expect(report.notes).toEqual([]);
  });
});
