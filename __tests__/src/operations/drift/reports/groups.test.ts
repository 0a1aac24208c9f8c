import { expect, it } from "vitest";
import { groupsOf } from "../../../../../src/operations/drift/reports/groups";
import { aFinding } from "./sample-reports";

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
