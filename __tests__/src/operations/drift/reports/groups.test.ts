import { describe, expect, it } from "vitest";
import type { Finding } from "../../../../../src/operations/drift/report";
import { groupsOf } from "../../../../../src/operations/drift/reports/groups";
import { markdownReport } from "../../../../../src/operations/drift/reports/markdown";
import { terminalReport } from "../../../../../src/operations/drift/reports/terminal";
import { aFinding, anAttribute, anEnvironment } from "./sample-reports";

it("has every finding in exactly one group, whatever it is", () => {
  const findings = (["drift", "pending", "state-only"] as const).flatMap((cause) =>
    [true, false].flatMap((destructive) =>
      [true, false].map((accepted) => aFinding({ cause, destructive, accepted })),
    ),
  );
  const groups = groupsOf(findings);
  expect(groups.flatMap((group) => group.findings)).toHaveLength(findings.length);
  expect(new Set(groups.flatMap((group) => group.findings))).toEqual(new Set(findings));
  expect(groups.map(({ title }) => title)).toEqual([
    "Destructive drift",
    "Destructive pending changes",
    "Drift",
    "Pending changes",
    "Accepted differences",
    "State-only",
  ]);
});

it("has no empty group", () => {
  expect(groupsOf([])).toEqual([]);
});

describe("what changes by itself", () => {
  const restored = anAttribute({ path: "latest_restorable_time" });
  const of = (...attributes: Finding["attributes"]) =>
    aFinding({ address: 'module.m["a.b"].aws_db_instance.db[0]', cause: "state-only", attributes });

  it("is in no group, and what is beside it is", () => {
    expect(groupsOf([of(restored)])).toEqual([]);
    expect(groupsOf([of(restored, anAttribute({ path: "status" }))])).toHaveLength(1);
    expect(groupsOf([{ ...of(restored), address: "aws_other.db" }])).toHaveLength(1);
    expect(groupsOf([{ ...of(restored), cause: "drift" }])).toHaveLength(1);
  });

  it("is in no count that people read, and stays in the report", () => {
    const report = anEnvironment({ verdict: "IN_SYNC", findings: [of(restored)] });
    const text = terminalReport(report, { verbose: false, colour: false });
    expect(text).toContain("0 state-only");
    expect(text).not.toContain("state-only finding");
    expect(markdownReport(report)).not.toContain("state-only finding");
    expect(report.counts.stateOnly).toBe(1);
  });
});
