import { beforeAll, expect, it } from "vitest";
import type { Health } from "../../src/estate/deployment";
import { type Action, actions, type Subject, stepsOf } from "../../src/operations/pipeline/steps";
import { describeWithTools } from "../support/external-tools";
import { deployments } from "./deployments";
import { type Run, runAll } from "./jenkins";
import { theJenkinsfile } from "./jenkinsfile";
import { commands, locked, questions, scriptOf } from "./recorded";
import { applyAll, fingerprintOf, main } from "./scenarios/kit";

/** Of another system and another stage: it has a health, and nothing that an update releases. */
const id = "tally-staging";
const health: Health = { groupName: "tally", alarmName: "tally", bakeTimeSeconds: 1 };
const line = `  [id: '${id}', stage: 'staging', agent: 'AG-EUW1', asks: ['update', 'apply'], has: ['health']],\n`;
const next = deployments.findIndex(({ stage }) => stage === "production");
const subjects: readonly Subject[] = [
  ...deployments.slice(0, next),
  { id, health, release: null },
  ...deployments.slice(next),
];
const jenkinsfile = theJenkinsfile.replace(
  `  [id: '${deployments[next]?.id}',`,
  (found) => `${line}${found}`,
);

/** What UAT's line says of approvals. */
const unasked = "asks: ['apply']";

describeWithTools("whether a person approves an update", ["java", "groovy-all.jar"], () => {
  it("is what the table says, whatever the stage", () => {
    expect(theJenkinsfile).toContain(unasked);
    const texts = [theJenkinsfile, theJenkinsfile.replace(unasked, "asks: ['update', 'apply']")];
    const plan = { parameters: { ACTION: "update", TARGET: "uat" }, environment: main };
    const runs = runAll(texts.map((text) => ({ text, plan })));
    const asked = runs.map((run) => questions(run).map(({ stage }) => stage.split(" > ").at(-1)));
    expect(asked).toEqual([[], ["Approve uat"]]);
  });
});

describeWithTools("a deployment that is new in the table", ["java", "groovy-all.jar"], () => {
  let runs: Run[];
  beforeAll(() => {
    const planned = [
      { match: `^node -p .*${id}`, output: fingerprintOf(id) },
      ...(applyAll.commands ?? []),
    ];
    runs = runAll(
      actions.map((ACTION) => ({
        text: jenkinsfile,
        plan: { parameters: { ACTION, TARGET: "all" }, environment: main, commands: planned },
      })),
    );
  });
  const runOf = (action: Action) => runs[actions.indexOf(action)] as Run;

  it.each(["update", "apply"] as const)("is all that an %s needs", (action) => {
    expect(runOf(action).result).toBe("SUCCESS");
    const called = commands(runOf(action)).map(scriptOf);
    // Checks run at the same time.
    expect(called.filter((script) => script.startsWith("bin/testapp ")).sort()).toEqual(
      stepsOf(action, subjects, fingerprintOf)
        .map(({ args }) => `bin/testapp ${args.join(" ")}`)
        .sort(),
    );
  });

  it("is checked in its region, locked, offered as a target, and approved with its stage", () => {
    const check = commands(runOf("check")).find((event) => scriptOf(event).includes(` ${id} `));
    expect(check?.agent).toBe("AG-EUW1");
    expect(locked(runOf("check"))).toEqual([subjects.map((subject) => subject.id)]);
    const job = runOf("check").events.find(({ type }) => type === "job");
    expect(JSON.stringify(job)).toContain(`"${id}"`);
    expect(JSON.stringify(job)).toContain('"staging"');
    expect(questions(runOf("apply")).map(({ stage }) => stage.split(" > ").at(-1))).toEqual([
      "Approve shared",
      "Approve uat",
      "Approve staging",
      "Approve production",
    ]);
  });
});
