import { beforeAll, describe, expect, it } from "vitest";
import { type Action, stepsOf } from "../../src/operations/pipeline/steps";
import { walkUpdate } from "../rehearse/walk";
import { describeWithTools } from "../support/external-tools";
import { deployments, updatedIds } from "./deployments";
import { expectInvariants } from "./invariants";
import { type Run, runAll } from "./jenkins";
import { theJenkinsfile } from "./jenkinsfile";
import { mutantsOf, mutated } from "./mutants";
import { commands, done, scriptOf } from "./recorded";
import { scenarioNamed, scenarios } from "./scenarios";
import { fingerprintOf, type Scenario } from "./scenarios/kit";
import { endOf, expectRunnable, fingerprintReadBy } from "./shell";

const mutants = mutantsOf(theJenkinsfile);

function judge(scenario: Scenario, run: Run | undefined): void {
  if (run === undefined) throw new Error(`${scenario.name} was not run`);
  expectInvariants(run);
  scenario.expect(run);
}

describeWithTools("the Jenkinsfile", ["java", "groovy-all.jar"], () => {
  let runs: Run[];
  let mutantRuns: Run[];
  beforeAll(() => {
    const planned = [
      ...scenarios.map(({ plan }) => ({ text: theJenkinsfile, plan })),
      ...mutants.map((mutant) => ({
        text: mutated(theJenkinsfile, mutant),
        plan: scenarioNamed(mutant.caughtBy).plan,
      })),
    ];
    const all = runAll(planned);
    runs = all.slice(0, scenarios.length);
    mutantRuns = all.slice(scenarios.length);
  });

  for (const [index, scenario] of scenarios.entries()) {
    it(scenario.name, () => judge(scenario, runs[index]));
  }

  describe("with a mistake in it is caught:", () => {
    for (const [index, mutant] of mutants.entries()) {
      it(mutant.name, () => {
        const run = mutantRuns[index];
        expect(run).toBeDefined();
        expect(() => judge(scenarioNamed(mutant.caughtBy), run)).toThrow();
      });
    }
  });

  it("calls each of its commands in some scenario", () => {
    const called = new Set(
      runs.flatMap((run) => commands(run).flatMap(({ lines }) => lines ?? [])),
    );
    const written = theJenkinsfile
      .split("\n")
      .flatMap((line, index) =>
        /^(?!(?:int|void) ).*\b(?:(?:sh|shell|exitCodeOf)[ (]|testapp\()/.test(line)
          ? [index + 1]
          : [],
      );
    expect(written.length).toBeGreaterThan(10);
    expect(written.filter((line) => !called.has(line))).toEqual([]);
  });

  it("ends with another code where its commands succeed, and with theirs otherwise", () => {
    expect(endOf(`true && exit ${done}`)).toBe(done);
    expect(endOf(`sh -c 'exit 2' && exit ${done}`)).toBe(2);
    expect(theJenkinsfile).toContain(`DONE = ${done}\n`);
  });

  it("calls what is there, in the shell of Jenkins", () => {
    const scripts = new Set(runs.flatMap((run) => commands(run).map(scriptOf)));
    for (const script of scripts) expectRunnable(script);
    const reading = [...scripts].find((script) => script.startsWith("node "));
    expect(fingerprintReadBy(reading ?? "", "sha256:0123")).toBe("sha256:0123\n");
  });

  it("calls its stages what a rehearsal calls them", async () => {
    const announced: string[] = [];
    await walkUpdate(
      deployments,
      async () => 0,
      (stage) => announced.push(stage),
    );
    const run =
      runs[scenarios.indexOf(scenarioNamed("update: all in sync, while the branch moves on"))];
    const begun = run?.events
      .filter(({ type }) => type === "stage")
      .map(({ stage }) => String(stage.split(" > ").at(-1)));
    expect(begun?.filter((name) => /^(Check$|Approve |Change .)/.test(name))).toEqual(announced);
  });

  it.each<[Action, string]>([
    ["update", "update: all in sync, while the branch moves on"],
    ["check", "nightly: all in sync"],
    ["apply", "apply: every deployment has something to apply"],
  ])("calls for %s what the table of steps has", (action, name) => {
    const called = commands(runs[scenarios.indexOf(scenarioNamed(name))] as Run)
      .map(scriptOf)
      .filter((script) => script.startsWith("bin/testapp "));
    const table = stepsOf(action, deployments, fingerprintOf).map(
      ({ args }) => `bin/testapp ${args.join(" ")}`,
    );
    // Checks run at the same time.
    const checks = action === "update" ? updatedIds.length : deployments.length;
    const split = (list: readonly string[]) => [list.slice(0, checks).sort(), list.slice(checks)];
    expect(split(called)).toEqual(split(table));
  });
});
