import { describe, expect, it } from "vitest";
import type { ApplyReport } from "../../../../src/operations/apply/report";
import { shown as applyShown } from "../../../../src/operations/apply/shown";
import type { BakeReport } from "../../../../src/operations/bake/report";
import { shown as shownBake } from "../../../../src/operations/bake/shown";
import { outcomes as bootstrapOutcomes } from "../../../../src/operations/bootstrap/failure";
import { outcomes as databaseUserOutcomes } from "../../../../src/operations/database-user/user-report";
import { shown as shownDoctor } from "../../../../src/operations/doctor/shown";
import { type EnvironmentReport, verdicts } from "../../../../src/operations/drift/report";
import { junitReport as junitCheck } from "../../../../src/operations/drift/reports/junit";
import { markdownReport as markdownCheck } from "../../../../src/operations/drift/reports/markdown";
import { planRenderers } from "../../../../src/operations/drift/reports/plan-renderers";
import { terminalReport as terminalCheck } from "../../../../src/operations/drift/reports/terminal";
import type { Cause } from "../../../../src/operations/report/causes";
import { jsonReport } from "../../../../src/operations/report/json";
import { junitReport } from "../../../../src/operations/report/junit";
import { markdownReport } from "../../../../src/operations/report/markdown";
import { readOn, readOnLine } from "../../../../src/operations/report/read-on";
import { terminalReport } from "../../../../src/operations/report/terminal";
import { sectionOn } from "../../../../src/operations/rollout/sections";
import { shown as shownRollout } from "../../../../src/operations/rollout/shown";
import { outcomes as secretOutcomes } from "../../../../src/operations/secret/failure";
import { anApply } from "../apply/reports/sample-report";
import { sampleReport as anExamination } from "../doctor/reports/sample-report";
import { anEnvironment } from "../drift/reports/sample-reports";
import { anInstance, aRollout } from "../rollout/reports/sample-report";

const shownApply = (report: ApplyReport) => applyShown(report, planRenderers);

const plain = { verbose: false, colour: false };

const afterCheck = ({ verdict, cause }: EnvironmentReport) => readOn(verdicts[verdict], cause);
const afterApply = (report: ApplyReport) => readOnLine(shownApply(report).readOn);
const afterBake = (report: BakeReport) => readOnLine(shownBake(report).readOn);

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
    expect(shownRollout(aRollout({ outcome: "SUCCEEDED" })).readOn).toEqual([]);
    for (const outcome of ["APPLIED", "NOTHING_TO_DO"] as const)
      expect(afterApply(anApply({ outcome }))).toBeUndefined();
    expect(afterBake(aBake())).toBeUndefined();
    expect(shownDoctor({ ...anExamination, outcome: "READY" }).readOn).toEqual([]);
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
      'docs/setup-errors.md, "Environment not applied"',
    );
    expect(readOn(databaseUserOutcomes.notAsked, "database-refuses")).toBe(
      'RUNBOOK-investigate.md, "Database refuses connections"',
    );
    expect(readOn(secretOutcomes.notPut, null)).toBe(
      'docs/setup-errors.md, "Download credentials not put"',
    );
    expect(readOn(bootstrapOutcomes.failed, null)).toBe('docs/setup-errors.md, "Region not ready"');
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
    expect(readOn(secretOutcomes.interrupted, "terraform-crashed")).toBe(interrupted);
    expect(afterApply(anApply({ outcome: "INTERRUPTED", cause: "terraform-crashed" }))).toBe(
      interrupted,
    );
  });

  it("is named once where a report holds others: by the last line", () => {
    const plan = anEnvironment({ verdict: "DRIFTED" });
    const report = anApply({ outcome: "NOT_IN_SYNC", plan, checkAfter: plan });
    const own = 'RUNBOOK-investigate.md, "NOT_IN_SYNC"';
    const shown = shownApply(report);
    const text = terminalReport(shown, plain);
    expect(text.endsWith(`\n\n  ${own}\n`)).toBe(true);
    expect(text.match(/RUNBOOK.*/g)).toEqual([own]);
    expect(markdownReport(shown, undefined, "../..").match(/^.*RUNBOOK.*$/gm)).toEqual([
      `- [${own}](../../RUNBOOK-investigate.md#not_in_sync)`,
    ]);
    expect(junitReport(shown).match(/RUNBOOK/g)).toHaveLength(1);
  });

  it("is the section of each exit code, once, and of the outcome", () => {
    const failed = (responseCode: number) => anInstance({ class: "failed", responseCode });
    const instances = [failed(215), failed(3), failed(215), anInstance()];
    const report = aRollout({ outcome: "PARTIAL", instances });
    expect(readOnLine(shownRollout(report).readOn)).toBe(
      'RUNBOOK-investigate.md, "Exit code 215" and "Exit code of the updater" and "PARTIAL"',
    );
  });

  it("stands in every text for people, and not in the JSON", () => {
    const check = anEnvironment({ verdict: "DRIFTED" });
    const fleet = aRollout({ outcome: "FAILED" });
    const apply = anApply({ outcome: "FAILED" });
    const bake = aBake({ outcome: "UNHEALTHY" });
    const shown = [
      shownRollout(fleet),
      shownApply(apply),
      shownBake(bake),
      shownDoctor(anExamination),
    ];
    const forPeople = [
      terminalCheck(check, plain),
      markdownCheck(check),
      junitCheck(check),
      ...shown.flatMap((each) => [
        terminalReport(each, plain),
        markdownReport(each),
        junitReport(each),
      ]),
    ];
    for (const text of forPeople)
      expect(text).toMatch(/RUNBOOK-investigate\.md|docs\/setup-errors\.md/);
    const forMachines = [check, fleet, apply, bake, anExamination].map(jsonReport);
    for (const json of forMachines) expect(json).not.toMatch(/RUNBOOK|setup-errors/);
  });

  it.each([null, -1, 0])("is no section of an exit code where it is %s", (code) => {
    expect(sectionOn(anInstance({ class: "failed", responseCode: code }))).toBeUndefined();
  });
});
