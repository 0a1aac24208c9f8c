import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import path from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { agents } from "../../src/operations/pipeline/jenkins-table";
import { stepsOf } from "../../src/operations/pipeline/steps";
import { account } from "../../src/systems/configuration/account";
import { loadEnvironments } from "../../src/systems/messages/environments";
import { imageNames } from "../../src/systems/messages/images";
import { describeWithTools } from "../support/external-tools";
import { type Plan, type Run, runAll } from "./jenkins";
import { theJenkinsfile } from "./jenkinsfile";
import { changes, commands, done, locked, messages, questions, scriptOf } from "./recorded";
import type { Scenario } from "./scenarios/kit";

const file = path.resolve(__dirname, "../../services/messages/Jenkinsfile");
const text = readFileSync(file, "utf8");

const id = "messages-production";
const { region } = loadEnvironments()[id];
const fingerprint = "sha256:12";

const main = {
  BRANCH_NAME: "main",
  BUILD_NUMBER: "7",
  BUILD_URL: "https://jenkins.example.com/1/",
};
const plan = (action: string, more: Partial<Plan> = {}): Plan => ({
  environment: main,
  ...more,
  parameters: { ACTION: action, ...more.parameters },
  commands: [
    ...(more.commands ?? []),
    { match: "--plan-only", exitCode: 2 },
    { match: "^node -p", output: fingerprint },
  ],
});
const released = (more?: Partial<Plan>) => plan("release", more);
const deployed = (more?: Partial<Plan>) => plan("deploy", more);
const older = { PRODUCER: "1.0.6" };
const ends = (match: string, exitCode: number): Partial<Plan> => ({
  commands: [{ match, exitCode }],
});

/** What is called of the two programs, without where reports go. */
const calls = (run: Run) =>
  commands(run)
    .map(scriptOf)
    .filter((script) => /^(services\/release\.sh|bin\/testapp|npx) /.test(script))
    .map((script) => script.replace(/ --(json|markdown|reporter).*/, ""))
    .map((script) => script.replace(/^services\/release.sh messages |^bin\/testapp /, ""));

const tested = "npx vitest run --project programs __tests__/services/messages";
const asksWhatChanged = "changed producer consumer grafana";
const release = ["version 7 producer consumer grafana", tested, "build", "scan", "push", "record"];
const asPlanned = `apply ${id} --synthesized cdktf.out --plan-only`;
const asApproved = `apply ${id} --synthesized cdktf.out --approved ${fingerprint}`;
const planned = ["current", "check", asPlanned];
const applied = ["current", "check", "current", asApproved, `bake ${id}`];
/** The same with another version. */
const choose = "choose producer 1.0.6";
const commit = "commit 'Run producer 1.0.6 of messages'";
const olderPlanned = ["current", choose, "check", asPlanned];
const olderApplied = ["current", choose, "check", asPlanned, commit, asApproved, `bake ${id}`];

const scenarios: readonly Scenario[] = [
  {
    name: "release: a person asks for one",
    plan: released(),
    expect: (run) => {
      expect([run.result, calls(run)]).toEqual(["SUCCESS", release]);
      expect(locked(run)).toEqual([["messages-images"]]);
      expect(questions(run)).toEqual([]);
    },
  },
  ...(
    ["push", "timer", "indexing", "another build", "replay", "timer and person"] as const
  ).flatMap((cause) =>
    (["release", "deploy"] as const).flatMap((action) => [
      {
        name: `${action}: started by ${cause}, and services have changed`,
        plan: plan(action, { cause }),
        expect: (run: Run) =>
          expect([run.result, calls(run)]).toEqual(["SUCCESS", [asksWhatChanged, ...release]]),
      },
      {
        name: `${action}: started by ${cause}, and services have not changed`,
        plan: plan(action, { cause, ...ends("messages changed", 10) }),
        expect: (run: Run) =>
          expect([run.result, calls(run)]).toEqual(["SUCCESS", [asksWhatChanged]]),
      },
    ]),
  ),
  {
    name: "release: it isn't known what has changed",
    plan: released({ cause: "push", ...ends("messages changed", 128) }),
    expect: (run) => expect([run.result, calls(run)]).toEqual(["FAILURE", [asksWhatChanged]]),
  },
  {
    name: "release: a program asks for one by the API",
    plan: released({ cause: "api" }),
    expect: (run) => expect([run.result, calls(run)]).toEqual(["SUCCESS", release]),
  },
  {
    name: "the job's first build, which has no parameters yet",
    plan: { environment: main, cause: "indexing" },
    expect: (run) =>
      expect([run.result, calls(run)]).toEqual(["SUCCESS", [asksWhatChanged, ...release]]),
  },
  ...["release", "deploy"].map((action) => ({
    name: `${action}: of another branch`,
    plan: plan(action, { environment: { ...main, BRANCH_NAME: "other" } }),
    expect: (run: Run) => expect([commands(run), locked(run)]).toEqual([[], []]),
  })),
  ...release.map((step, index) => ({
    name: `release: ${step} fails`,
    plan: released(ends(`messages ${step}( |$)|^${step} `, 1)),
    expect: (run: Run) =>
      expect([run.result, calls(run)]).toEqual(["FAILURE", release.slice(0, index + 1)]),
  })),
  {
    name: "release: somebody aborts it when the scan has just ended",
    plan: released({ commands: [{ match: "messages scan", aborts: true, exitCode: 0 }] }),
    expect: (run) => expect([run.result, calls(run)]).toEqual(["ABORTED", release.slice(0, 4)]),
  },
  {
    name: "deploy: what main names, while the branch moves on",
    plan: deployed({ commits: ["commit-1", "commit-2"] }),
    expect: (run) => {
      expect([run.result, calls(run)]).toEqual(["SUCCESS", [...planned, ...applied]]);
      expect(questions(run).map((each) => each.arguments?.message)).toEqual([
        `Apply plan ${fingerprint} to ${id}, with the versions that main names?\n${main.BUILD_URL}artifact/reports/`,
      ]);
      for (const event of commands(run).filter((each) => scriptOf(each).startsWith("bin/testapp ")))
        expect(event.commit).toBe("commit-1");
    },
  },
  {
    name: "deploy: another version is chosen",
    plan: deployed({ parameters: older }),
    expect: (run) => {
      expect([run.result, calls(run)]).toEqual(["SUCCESS", [...olderPlanned, ...olderApplied]]);
      expect(questions(run)[0]?.arguments?.message).toContain("with producer 1.0.6?");
    },
  },
  ...["1.0", "latest", "1.0.7; reboot", "1.0.7\nreboot", "$(reboot)"].map((CONSUMER) => ({
    name: `deploy: ${JSON.stringify(CONSUMER)} is no version`,
    plan: deployed({ parameters: { ...older, CONSUMER } }),
    expect: (run: Run) => {
      expect([run.result, commands(run)]).toEqual(["FAILURE", []]);
      expect(messages(run)).toContain("CONSUMER is no version");
    },
  })),
  ...["choose", "check"].map((step) => ({
    name: `deploy: an image isn't there (${step})`,
    plan: deployed({ parameters: older, ...ends(`messages ${step}`, 1) }),
    expect: (run: Run) => {
      expect([run.result, questions(run)]).toEqual(["FAILURE", []]);
      expect(calls(run).at(-1)).toMatch(step);
    },
  })),
  {
    name: "deploy: there is nothing to apply",
    plan: deployed(ends("--plan-only", 0)),
    expect: (run) => {
      expect([run.result, calls(run)]).toEqual(["SUCCESS", planned]);
      expect(questions(run)).toEqual([]);
    },
  },
  {
    name: "deploy: another version is chosen, which runs already",
    plan: deployed({ parameters: older, ...ends("--plan-only", 0) }),
    expect: (run) => {
      expect([run.result, calls(run)]).toEqual(["SUCCESS", [...olderPlanned, commit]]);
      expect(questions(run)).toEqual([]);
    },
  },
  {
    name: "deploy: another one has changed main while this one waited for the lock",
    plan: deployed(ends("messages current", 1)),
    expect: (run) => expect([run.result, calls(run)]).toEqual(["FAILURE", ["current"]]),
  },
  ...[1, 3, 4, 6].map((exitCode) => ({
    name: `deploy: the plan ends with ${exitCode}`,
    plan: deployed(ends("--plan-only", exitCode)),
    expect: (run: Run) => {
      expect([run.result, calls(run), questions(run)]).toEqual(["FAILURE", planned, []]);
      expect(messages(run)).toContain(`ended with exit code ${exitCode}`);
    },
  })),
  ...(["refuse", "none", "abort"] as const).map((answer) => ({
    name: `deploy: the approval is answered with ${answer}`,
    plan: deployed({ parameters: older, answers: [{ match: "Apply plan", answer }] }),
    expect: (run: Run) => expect([run.result, calls(run)]).toEqual(["ABORTED", olderPlanned]),
  })),
  {
    name: "deploy: main has moved on when the chosen version is to be written down",
    plan: deployed({ parameters: older, ...ends("messages commit", 1) }),
    expect: (run) => {
      expect(run.result).toBe("FAILURE");
      expect(calls(run).at(-1)).toMatch(/^commit /);
    },
  },
  {
    name: "deploy: the plan is no longer the approved one",
    plan: deployed(ends("--approved", 5)),
    expect: (run) =>
      expect([run.result, calls(run)]).toEqual(["FAILURE", [...planned, ...applied.slice(0, 4)]]),
  },
  {
    name: "deploy: with another version the plan is no longer the approved one, and main stays",
    plan: deployed({
      parameters: older,
      commands: [{ match: "^node -p .*verify", output: "sha256:13" }],
    }),
    expect: (run) => {
      expect([run.result, calls(run)]).toEqual([
        "FAILURE",
        [...olderPlanned, ...olderApplied.slice(0, 4)],
      ]);
      expect(messages(run)).toContain("nothing was committed or applied");
    },
  },
  ...[0, 3].map((exitCode) => ({
    name: `deploy: with another version it can't be planned any more (${exitCode}), and main stays`,
    plan: deployed({ parameters: older, ...ends("--plan-only.*verify", exitCode) }),
    expect: (run: Run) =>
      expect([run.result, calls(run)]).toEqual([
        "FAILURE",
        [...olderPlanned, ...olderApplied.slice(0, 4)],
      ]),
  })),
  {
    name: "deploy: it doesn't stay healthy",
    plan: deployed(ends(`bake ${id}`, 2)),
    expect: (run) =>
      expect([run.result, calls(run)]).toEqual(["FAILURE", [...planned, ...applied]]),
  },
  {
    name: "deploy: what was planned can't be approved, as where no image was released yet",
    plan: deployed({ commands: [{ match: "^node -p", output: "null" }] }),
    expect: (run) =>
      expect([run.result, calls(run), questions(run)]).toEqual(["FAILURE", planned, []]),
  },
  {
    name: "deploy: somebody aborts it when the plan's fingerprint is just read",
    plan: deployed({ commands: [{ match: "^node -p", aborts: true, exitCode: 0 }] }),
    expect: (run) => expect([run.result, questions(run)]).toEqual(["ABORTED", []]),
  },
  {
    name: "deploy: another build changes the environment, of this job or of all deployments",
    plan: deployed({ lockedElsewhere: [id] }),
    expect: (run) => {
      expect([run.result, commands(run)]).toEqual(["ABORTED", []]);
      expect(run.events.at(-1)).toMatchObject({ type: "time limit", what: `the lock of [${id}]` });
    },
  },
];

/** What holds in every run. */
function judge(scenario: Scenario, run: Run): void {
  expect(run.harnessError).toBeNull();
  for (const event of run.events.filter(
    ({ type, step }) => type === "wait" || step === "sh" || step === "input",
  )) {
    // Each wait has a limit of its own inside the build's.
    expect(event.limits[0]).toBe("14 HOURS");
    expect(event.limits.length).toBeGreaterThan(1);
  }
  for (const event of questions(run)) expect([event.agent, event.locks]).toEqual([null, [id]]);
  for (const event of commands(run)) {
    expect(event.arguments?.script).toBe(`${scriptOf(event)} && exit ${done}`);
    expect(event.missing).toBeUndefined();
    const isRelease = event.stage.startsWith("Release");
    expect(event.locks).toEqual([isRelease ? "messages-images" : id]);
    expect(event.agent).toBe(isRelease ? "AG-IMAGES" : agents[region]);
  }
  expect(run.workspaces.flatMap(({ files }) => files)).toEqual([]);
  scenario.expect(run);
}

/** Mistakes that somebody could make, each with the scenario that shows it. */
const mutants: readonly (readonly [text: string, by: string, caughtBy: string])[] = [
  [
    "{ release step.toLowerCase() }",
    '{ sh "services/release.sh messages ${step.toLowerCase()} || true" }',
    "release: scan fails",
  ],
  ["'Scan', 'Push'", "'Push', 'Scan'", "release: scan fails"],
  ...["release", "deploy"].map(
    (action) =>
      [
        `        branch 'main'\n        expression { action() == '${action}' }`,
        `        expression { action() == '${action}' }`,
        `${action}: of another branch`,
      ] as const,
  ),
  ["if (!isAsked() && release(", "if (release(", "release: a person asks for one"],
  ["[DONE, 10]) != DONE", "[DONE, 10, 128]) != DONE", "release: it isn't known what has changed"],
  [
    "!causes.isEmpty() && ASKING.containsAll(causes)",
    "causes.any { ASKING.contains(it) }",
    "deploy: started by replay, and services have changed",
  ],
  [
    "isAsked() ? (params.ACTION ?: 'release') : 'release'",
    "params.ACTION ?: 'release'",
    "deploy: started by timer, and services have not changed",
  ],
  [
    "lock(resource: ID)",
    "lock(resource: 'messages')",
    "deploy: what main names, while the branch moves on",
  ],
  [
    "--approved ${fingerprint}",
    "--approved $(cat fingerprint.txt)",
    "deploy: what main names, while the branch moves on",
  ],
  ["[DONE, 2]) == DONE", "[DONE, 2, 3]) == DONE", "deploy: the plan ends with 3"],
  [
    "          when { expression { fingerprint != null } }\n",
    "",
    "deploy: there is nothing to apply",
  ],
  ["==~ /\\d+\\.\\d+\\.\\d+/", "=~ /\\d+\\.\\d+\\.\\d+/", 'deploy: "1.0.7; reboot" is no version'],
  [
    "git checkout --quiet --detach ${commit}",
    "git checkout --quiet --detach origin/main",
    "deploy: what main names, while the branch moves on",
  ],
  ["  nameInMain()\n  testapp", "  testapp", "deploy: another version is chosen"],
  [
    "  if (fingerprint == null && chosen()) nameInMain()\n",
    "",
    "deploy: another version is chosen, which runs already",
  ],
  [
    "planned('verify') != fingerprint",
    "planned('verify') == null",
    "deploy: with another version the plan is no longer the approved one, and main stays",
  ],
  [
    "chosen() && planned('verify') != fingerprint",
    "false",
    "deploy: with another version the plan is no longer the approved one, and main stays",
  ],
  [
    "  release 'current'\n",
    "",
    "deploy: another one has changed main while this one waited for the lock",
  ],
  [
    "of messages'\" : 'current')",
    "of messages'\" : 'check')",
    "deploy: what main names, while the branch moves on",
  ],
  ["&& exit ${DONE}", "", "release: somebody aborts it when the scan has just ended"],
  ["  testapp('bake', \"bake ${ID}\")\n", "", "deploy: what main names, while the branch moves on"],
];

function scenarioNamed(name: string): Scenario {
  const found = scenarios.find((each) => each.name === name);
  if (found === undefined) throw new Error(`no scenario ${name}`);
  return found;
}

describeWithTools("the Jenkinsfile of messages", ["java", "groovy-all.jar"], () => {
  let runs: Run[];
  let mutantRuns: Run[];
  beforeAll(() => {
    const wrong = mutants.map(([old, by, caughtBy]) => {
      if (text.split(old).length !== 2) throw new Error(`not once: ${old}`);
      return { text: text.replace(old, () => by), plan: scenarioNamed(caughtBy).plan };
    });
    const all = runAll([...scenarios.map((each) => ({ text, plan: each.plan })), ...wrong]);
    runs = all.slice(0, scenarios.length);
    mutantRuns = all.slice(scenarios.length);
  });

  for (const [index, scenario] of scenarios.entries())
    it(scenario.name, () => judge(scenario, runs[index] as Run));

  describe("with a mistake in it is caught:", () => {
    for (const [index, [old, by, caughtBy]] of mutants.entries())
      it(`${old} → ${by}`, () =>
        expect(() => judge(scenarioNamed(caughtBy), mutantRuns[index] as Run)).toThrow());
  });

  it("calls bin/testapp as the table of steps has it", () => {
    const run = runs[scenarios.findIndex(({ name }) => name.startsWith("deploy: what main"))];
    const health = { groupName: id, alarmName: id, bakeTimeSeconds: 1 };
    const table = stepsOf("apply", [{ id, health, release: null }], () => fingerprint);
    const withoutReports = (script: string) => script.replace(/ --(html|junit) \S+/g, "");
    expect(
      commands(run as Run)
        .map(scriptOf)
        .filter((script) => script.startsWith("bin/testapp ")),
    ).toEqual(
      table
        .map(({ args }) => withoutReports(`bin/testapp ${args.join(" ")}`))
        .filter((script) => !script.includes(" summary ")),
    );
  });

  it("locks what the pipeline of all deployments locks when it changes the environment", () => {
    expect(text).toContain(`ID = '${id}'`);
    const [all] = runAll([
      {
        text: theJenkinsfile,
        plan: {
          environment: main,
          parameters: { ACTION: "apply", TARGET: id },
          lockedElsewhere: [id],
        },
      },
    ]);
    expect(locked(all as Run)).toEqual([[id]]);
    expect([all?.result, changes(all as Run)]).toEqual(["ABORTED", []]);
  });

  it("gives the shell what it can read", () => {
    for (const script of new Set(runs.flatMap((run) => commands(run).map(scriptOf)))) {
      const { status, stderr } = spawnSync("/bin/sh", ["-n", "-c", script], { encoding: "utf8" });
      expect({ script, status, stderr }).toEqual({ script, status: 0, stderr: "" });
    }
  });

  it("takes for asked what the pipeline of all deployments does", () => {
    for (const part of [/^@Field final List ASKING = .*$/m, /^boolean isAsked\(\) \{.*?^\}$/ms])
      expect(part.exec(text)?.[0]).toBe(part.exec(theJenkinsfile)?.[0]);
  });

  it("names the account's registry, and all that the system has images of", () => {
    expect(text).toContain(`SERVICES = [${imageNames.map((name) => `'${name}'`).join(", ")}]`);
    for (const name of imageNames) expect(text).toContain(`string(name: '${name.toUpperCase()}',`);
    expect(text).toContain(`REGISTRY = '${account.id}.dkr.ecr.${region}.amazonaws.com'`);
    expect(text).toContain(`REGION = '${region}'`);
  });
});
