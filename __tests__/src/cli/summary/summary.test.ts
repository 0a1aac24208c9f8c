import { describe, expect, it } from "vitest";
import type { Outcome as ApplyOutcome } from "../../../../src/operations/apply/report";
import { anApply } from "../../operations/apply/reports/sample-report";

import {
  applied,
  bake,
  drift,
  east,
  foundation,
  rollout,
  summary,
  uat,
  updated,
  west,
  without,
} from "./build";

describe("the summary of a build", () => {
  it("is short where all is well", () => {
    const { status, stdout, markdown } = summary("update", [uat, east], {
      ...updated(uat),
      ...updated(east),
    });
    expect(status).toBe(0);
    expect(stdout).toBe(
      `update, well: ${uat}, ${east}\n  ${uat}: well (bake HEALTHY)\n  ${east}: well (bake HEALTHY)\n`,
    );
    expect(markdown).toContain(`# Summary of the update\n\n\`update, well: ${uat}, ${east}\``);
    expect(markdown).toContain(
      `## \`${east}\`: well\n\n- \`bake HEALTHY\`\n- drift-check: \`IN_SYNC\``,
    );
  });

  it("says where a check found drift, and why", () => {
    const { status, line, stdout } = summary("check", [uat, west], {
      [`${uat}.drift-check`]: drift(uat, "IN_SYNC"),
      [`${west}.drift-check`]: drift(west, "DRIFTED"),
    });
    expect(status).toBe(2);
    expect(line).toBe(`check, not well: ${west} (drift-check DRIFTED); well: ${uat}`);
    expect(stdout).toContain("    drift-check: 2 drift, 1 pending, 0 unmanaged\n");
    expect(stdout).not.toContain("RUNBOOK");
  });

  it("says what failed, what to do, and what was not touched", () => {
    const { status, line, stdout, markdown } = summary("update", [uat, east, west], {
      ...updated(uat),
      [`${west}.drift-check`]: drift(west, "IN_SYNC"),
      [`${east}.rollout`]: rollout(east, "PARTIAL", ["resume with testapp rollout --resume ID"]),
    });
    expect(status).toBe(2);
    expect(line).toBe(
      `update, not well: ${east} (rollout PARTIAL); not touched: ${west}; well: ${uat}`,
    );
    expect(stdout).toContain("    rollout: it is PARTIAL\n    next: resume with testapp");
    expect(stdout).toContain('See RUNBOOK-investigate.md, "Summary not well".');
    expect(markdown).toContain("  - **next** `resume with testapp rollout --resume ID`");
    expect(markdown).toMatch(
      /See \[RUNBOOK-investigate.md, "Summary not well"\]\(\S+\/RUNBOOK-investigate.md#summary-not-well\)\.\n$/,
    );
  });

  it.each<[string, string, Record<string, unknown>, string]>([
    ["update", "no report at all", {}, "no report"],
    [
      "update",
      "a rollout whose report is missing",
      { ...updated(uat), [`${uat}.rollout`]: undefined },
      "rollout MISSING",
    ],
    [
      "update",
      "a rollout's report that isn't whole",
      { ...updated(uat), [`${uat}.rollout`]: '{"outcome": "SUCCEEDED"' },
      "rollout UNREADABLE",
    ],
    [
      "update",
      "a report of another form",
      { ...updated(uat), [`${uat}.rollout`]: { environment: uat, outcome: "SUCCEEDED" } },
      "rollout UNREADABLE",
    ],
    [
      "update",
      "another environment's report",
      { ...updated(uat), [`${uat}.rollout`]: rollout(east, "SUCCEEDED") },
      "rollout UNREADABLE",
    ],
    [
      "update",
      "a rollout that still goes on",
      { ...updated(uat), [`${uat}.rollout`]: rollout(uat, "IN_PROGRESS") },
      "rollout IN_PROGRESS",
    ],
    [
      "update",
      "a rollout after which nobody watched",
      { [`${uat}.rollout`]: rollout(uat, "SUCCEEDED") },
      "no drift-check, no before-rollout, no bake",
    ],
    ...["drift-check", "before-rollout", "rollout", "bake"].map(
      (name): [string, string, Record<string, unknown>, string] => [
        "update",
        `an update without ${name}`,
        without(updated(uat), `${uat}.${name}`),
        `no ${name}`,
      ],
    ),
    ...["plan", "apply", "bake"].map((name): [string, string, Record<string, unknown>, string] => [
      "apply",
      `an apply without ${name}`,
      without(applied(uat), `${uat}.${name}`),
      `no ${name}`,
    ]),
    [
      "update",
      "a bake of which nothing is known",
      { ...updated(uat), [`${uat}.bake`]: bake(uat, "UNKNOWN") },
      "bake UNKNOWN",
    ],
    [
      "update",
      "a word that nobody knows",
      { ...updated(uat), [`${uat}.bake`]: { ...bake(uat, "HEALTHY"), outcome: "SPLENDID" } },
      "bake UNREADABLE",
    ],
    [
      "update",
      "a bake's report that says its outcome and nothing else",
      { ...updated(uat), [`${uat}.bake`]: { environment: uat, outcome: "HEALTHY" } },
      "bake UNREADABLE",
    ],
    [
      "apply",
      "an apply's report that says its outcome and nothing else",
      { ...applied(uat), [`${uat}.apply`]: { environment: uat, outcome: "APPLIED" } },
      "apply UNREADABLE",
    ],
    ...(["UNKNOWN", "IN_PROGRESS", "INCONCLUSIVE"] as const).map(
      (outcome): [string, string, Record<string, unknown>, string] => [
        "apply",
        `an apply that is ${outcome}`,
        applied(uat, outcome),
        `apply ${outcome}`,
      ],
    ),
    [
      "check",
      "an empty plan",
      { [`${uat}.plan`]: anApply({ environment: uat, outcome: "NOTHING_TO_DO" }) },
      "no drift-check",
    ],
    [
      "check",
      "an inconclusive plan",
      { [`${uat}.drift-check`]: drift(uat, "INCONCLUSIVE") },
      "drift-check INCONCLUSIVE",
    ],
    [
      "apply",
      "an apply whose report is missing",
      { ...applied(uat), [`${uat}.apply`]: undefined },
      "apply MISSING",
    ],
  ])("never takes for a success, in %s, %s", (action, _, reports, because) => {
    // Another environment has a report, since the command takes one at least.
    const other = Object.keys(reports).length === 0 ? updated(east) : {};
    const expected = Object.keys(other).length === 0 ? [uat] : [uat, east];
    const { status, line } = summary(action, expected, { ...reports, ...other });
    expect(status).toBe(3);
    expect(line).toContain(`unknown: ${uat} (${because})`);
  });

  it("takes a dry run for no update, and an error for what it is", () => {
    const dry = { ...updated(uat), [`${uat}.rollout`]: rollout(uat, "DRY_RUN") };
    expect(summary("update", [uat], dry).status).toBe(2);
    const error = { [`${uat}.drift-check`]: drift(uat, "ERROR", ["no lock\u001b[31m"]) };
    const { status, stdout } = summary("check", [uat], error);
    expect(status).toBe(2);
    expect(stdout).toContain("no lock\\u001b[31m");
  });

  it("knows an empty plan, one that was applied, and one that was not", () => {
    const plan = (environment: string, outcome: ApplyOutcome) => ({
      [`${environment}.plan`]: anApply({ environment, outcome }),
    });
    const { status, line } = summary("apply", [uat, east, west], {
      ...plan(uat, "NOTHING_TO_DO"),
      ...applied(east),
      ...plan(west, "PLANNED"),
    });
    expect(status).toBe(2);
    expect(line).toBe(`apply, not touched: ${west}; well: ${uat}, ${east}`);
    const update = summary("update", [uat], plan(uat, "NOTHING_TO_DO"));
    expect(update.line).toBe(`update, not touched: ${uat}`);
  });

  it("wants no bake of a foundation, and of what stands on it still", () => {
    const withoutBake = (id: string) => without(applied(id), `${id}.bake`);
    const { status, line } = summary("apply", [foundation], withoutBake(foundation));
    expect(status).toBe(0);
    expect(line).toBe(`apply, well: ${foundation}`);
    const both = { ...withoutBake(foundation), ...withoutBake(uat) };
    expect(summary("apply", [foundation, uat], both).line).toBe(
      `apply, unknown: ${uat} (no bake); well: ${foundation}`,
    );
    const failed = applied(foundation, "FAILED");
    expect(summary("apply", [foundation], without(failed, `${foundation}.bake`)).status).toBe(2);
    const check = { [`${foundation}.drift-check`]: drift(foundation, "DRIFTED") };
    expect(summary("check", [foundation], check).line).toBe(
      `check, not well: ${foundation} (drift-check DRIFTED)`,
    );
  });

  it.each<ApplyOutcome>([
    ...(["PLANNED", "DECLINED", "ERROR", "FAILED", "UNSETTLED", "NOT_IN_SYNC"] as const),
    ...(["NOT_APPROVED", "INTERRUPTED"] as const),
  ])("takes an apply that ended with %s for not well", (outcome) => {
    const { status, line } = summary("apply", [uat], applied(uat, outcome));
    expect(status).toBe(2);
    expect(line).toBe(`apply, not well: ${uat} (apply ${outcome})`);
  });

  it("says what was unhealthy", () => {
    const { stdout } = summary("update", [uat], {
      ...updated(uat),
      [`${uat}.bake`]: bake(uat, "UNHEALTHY"),
    });
    expect(stdout).toContain("    bake: it is UNHEALTHY\n    bake: i-1 is unhealthy\n");
  });
});
