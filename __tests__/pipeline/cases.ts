import { beforeAll, expect, it } from "vitest";
import { describeWithTools } from "../support/external-tools";
import { type Plan, type Run, runAll } from "./jenkins";

/** A Jenkinsfile, what is planned for its run, and what Jenkins would make of it. */
export interface Case {
  readonly name: string;
  readonly text: string;
  readonly plan?: Partial<Plan>;
  readonly expect: (run: Run) => void;
}

/** Stages of a pipeline without an agent of its own. */
export const pipeline = (stages: string, rest = "") =>
  `pipeline {\n  agent none\n  ${rest}\n  stages {\n${stages}\n  }\n}`;
/** On lines of its own: `a {…} b {…}` on one line is a chain of calls. */
export const stage = (name: string, body: string) => `stage('${name}') {\n${body}\n}\n`;

export function said(run: Run): unknown[] {
  return run.events.filter(({ step }) => step === "echo").map((event) => event.arguments?.message);
}

/** What a run comes to: steps, and what is waited for. */
export function order(run: Run): unknown[] {
  return run.events
    .filter(({ type }) => ["step", "wait", "skipped"].includes(type))
    .map(({ step, what, type }) => step ?? what ?? type);
}

/** Runs the cases, a test each; those whose name begins with `refuses` expect an error of the harness. */
export function describeCases(title: string, cases: readonly Case[]): void {
  describeWithTools(title, ["java", "groovy-all.jar"], () => {
    let runs: Run[];
    beforeAll(() => {
      const environment = { BRANCH_NAME: "main" };
      runs = runAll(cases.map(({ text, plan }) => ({ text, plan: { environment, ...plan } })));
    });

    for (const [index, { name, ...one }] of cases.entries()) {
      it(name, () => {
        const run = runs[index] as Run;
        if (!name.startsWith("refuses ")) expect(run.harnessError).toBeNull();
        one.expect(run);
      });
    }
  });
}
