import { expect } from "vitest";
import { deploymentIds, updatedIds } from "../deployments";
import type { Command, Plan, Run } from "../jenkins";
import { archived, changes, commands, questions, scriptOf } from "../recorded";

/** What may happen to a build, and what must follow. */
export interface Scenario {
  readonly name: string;
  readonly plan: Plan;
  readonly expect: (run: Run) => void;
}

export const main = { BRANCH_NAME: "main", BUILD_URL: "https://jenkins.example.com/job/1/" };
export const [uat, east, west, europe] = updatedIds as [string, string, string, string];
export const updateAll = { parameters: { ACTION: "update", TARGET: "all" }, environment: main };
export const runbook = "RUNBOOK-investigate.md, 'A build stops'";

/** A build in which one command ends otherwise than well. */
export function but(plan: Plan, ...others: Command[]): Plan {
  return { ...plan, commands: [...others, ...(plan.commands ?? [])] };
}

export function firstCheck(environment: string, exitCode: number): Command {
  return { match: `drift-check ${environment} .*\\.drift-check\\.json`, exitCode };
}

/** All files that a command reports to. */
export function reportsOf(environment: string, name: string): string[] {
  return ["json", "md", "html", "xml"].map((ending) => `reports/${environment}.${name}.${ending}`);
}

/** Everything has something to apply, and each plan its fingerprint. */
export const fingerprintOf = (environment: string) => `fingerprint-of-${environment}`;
export const applyAll: Plan = {
  parameters: { ACTION: "apply", TARGET: "all" },
  environment: main,
  commands: [
    { match: "--plan-only", exitCode: 2 },
    ...deploymentIds.map((id) => ({ match: `^node -p .*${id}`, output: fingerprintOf(id) })),
  ],
};

export function expectNothingSent(run: Run): void {
  expect(changes(run)).toEqual([]);
  expect(questions(run)).toEqual([]);
}

/** Alarms hear of every drift check and rollout. */
export function expectTold(run: Run): void {
  const scripts = commands(run).map(scriptOf);
  for (const script of scripts.filter((each) => /^bin\/testapp (drift-check|rollout) /.test(each)))
    expect(script).toContain(" --metric ");
}

export function expectReportOf(run: Run, environments: readonly string[], name: string): void {
  for (const environment of environments)
    expect(archived(run)).toContain(`reports/${environment}.${name}.json`);
}
