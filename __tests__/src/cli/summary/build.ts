import { expect } from "vitest";
import type { Outcome as ApplyOutcome } from "../../../../src/operations/apply/report";
import type { BakeReport } from "../../../../src/operations/bake/report";
import type { EnvironmentReport, Verdict } from "../../../../src/operations/drift/report";
import { errorReport } from "../../../../src/operations/drift/report";
import type { Outcome, RolloutReport } from "../../../../src/operations/rollout/report";
import { anApply } from "../../operations/apply/reports/sample-report";
import { Folder } from "../command-line";

export const uat = "uat-us-east-1";
export const east = "production-us-east-1";
export const west = "production-us-west-2";
export const foundation = "foundation-us-east-1";

export function drift(
  environment: string,
  verdict: Verdict,
  reasons: string[] = [],
): EnvironmentReport {
  const counts = { drift: 2, pending: 1, unmanaged: 0, stateOnly: 0, destructive: 0, accepted: 0 };
  return { ...errorReport(environment, reasons), verdict, counts };
}

export function rollout(
  environment: string,
  outcome: Outcome,
  nextSteps: string[] = [],
): RolloutReport {
  return {
    schemaVersion: "1.0",
    environment,
    outcome,
    reason: `it is ${outcome}`,
    cause: null,
    runId: null,
    commandIds: [],
    documentVersion: null,
    restorePoint: null,
    startedAt: "2026-11-21T09:42:20.489Z",
    endedAt: "2026-11-21T09:43:20.489Z",
    notes: [],
    nextSteps,
    unaccountedInvocations: 0,
    instances: [],
  };
}

export function bake(environment: string, outcome: BakeReport["outcome"]): BakeReport {
  return {
    schemaVersion: "1.0",
    environment,
    outcome,
    reason: `it is ${outcome}`,
    cause: null,
    troubles: outcome === "UNHEALTHY" ? ["i-1 is unhealthy"] : [],
    notes: [],
    startedAt: "2026-11-21T09:43:20.489Z",
    endedAt: "2026-11-21T09:53:20.489Z",
    bakeTimeSeconds: 600,
    looks: 21,
    leastHealthyTargets: 2,
    minimumInstances: 2,
    targets: [],
    alarm: null,
  };
}

/** The reports of an apply in which all went well, but for how the apply itself ended. */
export function applied(
  environment: string,
  outcome: ApplyOutcome = "APPLIED",
): Record<string, unknown> {
  return {
    [`${environment}.plan`]: anApply({ environment, outcome: "PLANNED" }),
    [`${environment}.apply`]: anApply({ environment, outcome, reason: `it is ${outcome}` }),
    [`${environment}.bake`]: bake(environment, "HEALTHY"),
  };
}

/** An update's reports of an environment in which all went well. */
export function updated(environment: string): Record<string, unknown> {
  return {
    [`${environment}.drift-check`]: drift(environment, "IN_SYNC"),
    [`${environment}.before-rollout`]: drift(environment, "IN_SYNC"),
    [`${environment}.rollout`]: rollout(environment, "SUCCEEDED"),
    [`${environment}.bake`]: bake(environment, "HEALTHY"),
  };
}

export function without(reports: Record<string, unknown>, name: string): Record<string, unknown> {
  return Object.fromEntries(Object.entries(reports).filter(([one]) => one !== name));
}

/** Runs the command over reports, of which undefined is one that isn't there. */
export function summary(
  action: string,
  expected: readonly string[],
  reports: Readonly<Record<string, unknown>>,
) {
  using folder = new Folder();
  const files = Object.entries(reports).map(([name, report]) => {
    if (report !== undefined) folder.write(`${name}.json`, report);
    return `${name}.json`;
  });
  const output = ["--markdown", "summary.md", "--line", "line.txt"];
  const args = ["summary", ...files, "--action", action, "--expected", ...expected, ...output];
  const { status, stdout, stderr } = folder.run(args);
  expect(stderr).toBe("");
  const [line] = stdout.split("\n");
  expect(folder.read("line.txt")).toBe(`${line}\n`);
  return { status, line, stdout, markdown: folder.read("summary.md") };
}
