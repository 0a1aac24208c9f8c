import { describe, expect, it } from "vitest";
import { jsonReport as jsonApply } from "../../../../src/operations/apply/reports/json";
import { junitReport as junitApply } from "../../../../src/operations/apply/reports/junit";
import { markdownReport as markdownApply } from "../../../../src/operations/apply/reports/markdown";
import { terminalReport as terminalApply } from "../../../../src/operations/apply/reports/terminal";
import type { BakeReport } from "../../../../src/operations/bake/report";
import { jsonReport as jsonBake } from "../../../../src/operations/bake/reports/json";
import { junitReport as junitBake } from "../../../../src/operations/bake/reports/junit";
import { markdownReport as markdownBake } from "../../../../src/operations/bake/reports/markdown";
import { terminalReport as terminalBake } from "../../../../src/operations/bake/reports/terminal";
import { jsonReport as jsonDoctor } from "../../../../src/operations/doctor/reports/json";
import { markdownReport as markdownDoctor } from "../../../../src/operations/doctor/reports/markdown";
import { terminalReport as terminalDoctor } from "../../../../src/operations/doctor/reports/terminal";
import { jsonReport as jsonCheck } from "../../../../src/operations/drift/reports/json";
import { junitReport as junitCheck } from "../../../../src/operations/drift/reports/junit";
import { markdownReport as markdownCheck } from "../../../../src/operations/drift/reports/markdown";
import { terminalReport as terminalCheck } from "../../../../src/operations/drift/reports/terminal";
import type { Cause } from "../../../../src/operations/report/causes";
import {
  afterApply,
  afterBake,
  afterCheck,
  afterCommand,
  afterDoctor,
  afterRollout,
  exitCodeSection,
} from "../../../../src/operations/report/runbook";
import { jsonReport as jsonRollout } from "../../../../src/operations/rollout/reports/json";
import { junitReport as junitRollout } from "../../../../src/operations/rollout/reports/junit";
import { markdownReport as markdownRollout } from "../../../../src/operations/rollout/reports/markdown";
import { terminalReport as terminalRollout } from "../../../../src/operations/rollout/reports/terminal";
import { anApply } from "../apply/reports/sample-report";
import { sampleReport as anExamination } from "../doctor/reports/sample-report";
import { anEnvironment } from "../drift/reports/sample-reports";
import { anInstance, aRollout } from "../rollout/reports/sample-report";

const aBake = (with_: Partial<BakeReport> = {}): BakeReport => ({
  schemaVersion: "1.0",
  environment: "uat-us-east-1",
  outcome: "HEALTHY",
  reason: "The environment has stayed healthy",
  cause: null,
  troubles: [],
  notes: [],
  startedAt: "2026-11-21T09:00:00.000Z",
  endedAt: "2026-11-21T09:05:00.000Z",
  bakeTimeSeconds: 300,
  looks: 21,
  leastHealthyTargets: 3,
  minimumInstances: 3,
  targets: [],
  alarm: null,
  ...with_,
});

describe("where to read on", () => {
  it("is nowhere when there is nothing to do", () => {
    expect(afterCheck(anEnvironment({ verdict: "IN_SYNC" }))).toBeUndefined();
    expect(afterRollout(aRollout({ outcome: "SUCCEEDED" }))).toBeUndefined();
    for (const outcome of ["APPLIED", "NOTHING_TO_DO"] as const)
      expect(afterApply(anApply({ outcome }))).toBeUndefined();
    expect(afterBake(aBake())).toBeUndefined();
    expect(afterDoctor({ ...anExamination, outcome: "READY" })).toBeUndefined();
  });

  it("is the verdict's section", () => {
    const line = afterCheck(anEnvironment({ verdict: "DRIFTED" }));
    expect(line).toBe('RUNBOOK-investigate.md, "DRIFTED"');
  });

  it("is the cause's section in place of an error's", () => {
    const afterError = (cause: Cause | null) =>
      afterCheck(anEnvironment({ verdict: "ERROR", cause }));
    expect(afterError("state-locked")).toBe('RUNBOOK-investigate.md, "State locked"');
    expect(afterError(null)).toBe('RUNBOOK-investigate.md, "ERROR of a drift check"');
    expect(afterBake(aBake({ outcome: "ERROR", cause: "not-applied" }))).toBe(
      'RUNBOOK-investigate.md, "Environment not applied"',
    );
    expect(afterCommand("databaseUser", "database-refuses")).toBe(
      'RUNBOOK-investigate.md, "Database refuses connections"',
    );
    expect(afterCommand("secret", null)).toBe(
      'RUNBOOK-investigate.md, "Download credentials not put"',
    );
    expect(afterCommand("bootstrap", null)).toBe('RUNBOOK-investigate.md, "Region not ready"');
  });

  it("is the cause's section before any other outcome's", () => {
    const cause = "instance-refresh-failed";
    expect(afterApply(anApply({ outcome: "UNSETTLED", cause }))).toBe(
      'RUNBOOK-investigate.md, "Instance refresh failed" and "UNSETTLED"',
    );
    expect(afterBake(aBake({ outcome: "UNKNOWN", cause: "interrupted" }))).toBe(
      'RUNBOOK-investigate.md, "Interrupted" and "UNKNOWN of a bake"',
    );
    expect(afterBake(aBake({ outcome: "UNHEALTHY" }))).toBe('RUNBOOK-investigate.md, "UNHEALTHY"');
  });

  it("is named once where both are one", () => {
    expect(afterApply(anApply({ outcome: "INCONCLUSIVE", cause: "inconclusive" }))).toBe(
      'RUNBOOK-investigate.md, "INCONCLUSIVE"',
    );
  });

  it("is nothing else after an interrupt, whatever it has made Terraform say", () => {
    const interrupted = 'RUNBOOK-investigate.md, "Interrupted"';
    expect(afterCommand("interrupted", "terraform-crashed")).toBe(interrupted);
    expect(afterApply(anApply({ outcome: "INTERRUPTED", cause: "terraform-crashed" }))).toBe(
      interrupted,
    );
  });

  it("is named once where a report holds others: by the last line", () => {
    const plan = anEnvironment({ verdict: "DRIFTED" });
    const report = anApply({ outcome: "NOT_IN_SYNC", plan, checkAfter: plan });
    const own = 'RUNBOOK-investigate.md, "NOT_IN_SYNC"';
    const text = terminalApply(report, { verbose: false, colour: false });
    expect(text.endsWith(`\n\n  ${own}\n`)).toBe(true);
    for (const each of [text, markdownApply(report)])
      expect(each.match(/RUNBOOK.*/g)).toEqual([own]);
    expect(junitApply(report).match(/RUNBOOK/g)).toHaveLength(1);
  });

  it("is the section of each exit code, once, and of the outcome", () => {
    const failed = (responseCode: number) => anInstance({ class: "failed", responseCode });
    const instances = [failed(215), failed(3), failed(215), anInstance()];
    const report = aRollout({ outcome: "PARTIAL", instances });
    expect(afterRollout(report)).toBe(
      'RUNBOOK-investigate.md, "Exit code 215" and "Exit code of the updater" and "PARTIAL"',
    );
  });

  it("stands in every text for people, and not in the JSON", () => {
    const check = anEnvironment({ verdict: "DRIFTED" });
    const fleet = aRollout({ outcome: "FAILED" });
    const apply = anApply({ outcome: "FAILED" });
    const bake = aBake({ outcome: "UNHEALTHY" });
    const forPeople = [
      terminalCheck(check, { verbose: false, colour: false }),
      markdownCheck(check),
      junitCheck(check),
      terminalRollout(fleet, { colour: false }),
      markdownRollout(fleet),
      junitRollout(fleet),
      terminalApply(apply, { verbose: false, colour: false }),
      markdownApply(apply),
      junitApply(apply),
      terminalBake(bake, false),
      markdownBake(bake),
      junitBake(bake),
      terminalDoctor(anExamination, { colour: false }),
      markdownDoctor(anExamination),
    ];
    for (const text of forPeople) expect(text).toContain("RUNBOOK-investigate.md");
    const forMachines = [
      jsonCheck(check),
      jsonRollout(fleet),
      jsonApply(apply),
      jsonBake(bake),
      jsonDoctor(anExamination),
    ];
    for (const json of forMachines) expect(json).not.toContain("RUNBOOK");
  });

  it.each([null, -1, 0])("is no section of an exit code where it is %s", (code) => {
    expect(exitCodeSection(code)).toBeUndefined();
  });
});
