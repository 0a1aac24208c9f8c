import { outcomeMutants } from "./outcome-mutants";

/** A mistake that somebody could make in the Jenkinsfile, and a scenario that shows it. */
export interface Mutant {
  readonly name: string;
  /** Each text is there exactly once. */
  readonly replacements: readonly (readonly [text: string, by: string])[];
  readonly caughtBy: string;
}

const all = "update: all in sync, while the branch moves on";
const rolloutFails = "update: the rollout of the first production region ends with 2";

/** A block of the Jenkinsfile from its first line to the line that closes it with the same indent. */
export function stageBlock(jenkinsfile: string, name: string): string {
  const start = jenkinsfile.split("\n").findIndex((line) => line.trim() === `stage('${name}') {`);
  const lines = jenkinsfile.split("\n").slice(start);
  const indent = /^ */.exec(lines[0] ?? "")?.[0] ?? "";
  return lines.slice(0, lines.indexOf(`${indent}}`) + 1).join("\n");
}

/** Puts replacements inside a stage, since many stages look alike. */
function inStage(jenkinsfile: string, name: string, text: string, by: string) {
  const block = stageBlock(jenkinsfile, name);
  if (block.split(text).length !== 2) throw new Error(`${name} has not one ${text}`);
  return [block, block.replace(text, () => by)] as const;
}

export function mutantsOf(jenkinsfile: string): Mutant[] {
  const stage = (name: string, text: string, by: string) => inStage(jenkinsfile, name, text, by);
  return [
    ...outcomeMutants,
    {
      name: "the lock is removed",
      replacements: [["lock(resource: selected()[0], extra: resources(selected().drop(1)))", ""]],
      caughtBy: all,
    },
    {
      name: "only the first environment is locked",
      replacements: [[", extra: resources(selected().drop(1))", ""]],
      caughtBy: all,
    },
    {
      name: "locks are taken in another order",
      replacements: [
        [
          "selected()[0], extra: resources(selected().drop(1))",
          "selected().last(), extra: resources(selected().init())",
        ],
      ],
      caughtBy: all,
    },
    {
      name: "the wait for the lock has no limit of its own",
      replacements: [["timeout(time: 29, unit: 'HOURS')", ""]],
      caughtBy: "update: another build holds a lock",
    },
    {
      name: "production regions are changed in another order",
      replacements: [
        [
          stageBlock(jenkinsfile, "Change production-us-east-1"),
          stageBlock(jenkinsfile, "Change production-us-west-2").replace(
            "stage('Change production-us-west-2')",
            "stage('Change 2')",
          ),
        ],
        [
          stageBlock(jenkinsfile, "Change production-us-west-2"),
          stageBlock(jenkinsfile, "Change production-us-east-1"),
        ],
      ],
      caughtBy: all,
    },
    {
      name: "a failed rollout is hidden in the shell",
      replacements: [
        [
          "--junit ${report}.xml\")\n  expectSuccess(environment, code, [1: 'nothing is known",
          "--junit ${report}.xml || :\")\n  expectSuccess(environment, code, [1: 'nothing is known",
        ],
      ],
      caughtBy: all,
    },
    {
      name: "the rollout's exit code is ignored",
      replacements: [
        [
          "expectSuccess(environment, code, [1: 'nothing is known",
          'echo("${code}"); expectSuccess(environment, DONE, [1: \'nothing is known',
        ],
      ],
      caughtBy: rolloutFails,
    },
    {
      name: "an abort and a failure of a rollout are caught",
      replacements: [["    rollOut(environment)\n", "    catchError { rollOut(environment) }\n"]],
      caughtBy: "update: somebody aborts it in the middle of a rollout",
    },
    {
      name: "drift is only a warning in an update",
      replacements: [
        ["if (code == 2 && action() == 'check')", "if (code == 2)"],
        ["    skipStagesAfterUnstable()\n", ""],
      ],
      caughtBy: "update: drift in one region",
    },
    {
      name: "an unstable build goes on",
      replacements: [["    skipStagesAfterUnstable()\n", ""]],
      caughtBy: "update: a JUnit report says otherwise than the exit code",
    },
    {
      name: "nothing is checked again before it is sent",
      replacements: [["    checkDrift(environment, 'before-rollout')\n", ""]],
      caughtBy: all,
    },
    {
      name: "a rollout isn't gated",
      replacements: [[" --drift-report reports/${environment}.before-rollout.json", ""]],
      caughtBy: all,
    },
    {
      name: "nobody waits for the alarms",
      replacements: [
        ["    rollOut(environment)\n    bake(environment)\n", "    rollOut(environment)\n"],
      ],
      caughtBy: "update: the bake of UAT ends with 2",
    },
    {
      name: "the approval holds an agent",
      replacements: [
        stage(
          "Approve production",
          "          options",
          "          agent { label 'AG-USE1' }\n          options",
        ),
      ],
      caughtBy: all,
    },
    {
      name: "the approval has no time limit of its own",
      replacements: [
        stage("Approve production", "options { timeout(time: 8, unit: 'HOURS') }", ""),
      ],
      caughtBy: all,
    },
    {
      name: "the approval comes after the first production region",
      replacements: [
        [stageBlock(jenkinsfile, "Approve production"), ""],
        [
          stageBlock(jenkinsfile, "Change production-us-east-1"),
          `${stageBlock(jenkinsfile, "Change production-us-east-1")}\n${stageBlock(jenkinsfile, "Approve production")}`,
        ],
      ],
      caughtBy: "update: the approval is refused",
    },
    {
      name: "production needs no approval",
      replacements: [["steps { approve('production') }", "steps { echo 'approved' }"]],
      caughtBy: "update: nobody answers",
    },
    {
      name: "failFast ends the other checks",
      replacements: [
        ["        stage('Check') {\n", "        stage('Check') {\n          failFast true\n"],
      ],
      caughtBy: "update: one check ends with an error",
    },
    {
      name: "an agent of another region",
      replacements: [stage("Change production-us-west-2", "AG-USW2", "AG-EUW1")],
      caughtBy: all,
    },
    {
      name: "each agent takes the newest commit",
      replacements: [['  shell "git checkout --quiet --detach ${commit}"\n', ""]],
      caughtBy: all,
    },
    {
      name: "packages are taken as they lie there",
      replacements: [["\n  shell 'npm ci'\n", "\n"]],
      caughtBy: all,
    },
    {
      name: "an agent is taken before it is known that it is needed",
      replacements: [stage("Change request", "        beforeAgent true\n", "")],
      caughtBy: all,
    },
    {
      name: "a change request waits for locks",
      replacements: [["        beforeOptions true\n", ""]],
      caughtBy: "a change request",
    },
    {
      name: "a change request runs where AWS may be reached",
      replacements: [["AG-REVIEW", "AG-USE1"]],
      caughtBy: "a change request whose tests fail",
    },
    {
      name: "a workspace is left as it is",
      replacements: [
        stage("Check production-eu-west-1", "                cleanup { cleanWs() }\n", ""),
      ],
      caughtBy: "nightly: all in sync",
    },
    {
      name: "reports are kept only of what succeeded",
      replacements: [stage("Check production-us-west-2", "always { publish", "success { publish")],
      caughtBy: "update: drift in one region",
    },
    {
      name: "only a good end is reported",
      replacements: [["always { report() }", "success { report() }"]],
      caughtBy: "update: nobody answers",
    },
    {
      name: "the timer updates",
      replacements: [["isAsked() ? (params.ACTION ?: 'update') : 'check'", "params.ACTION"]],
      caughtBy: "nightly: all in sync",
    },
    {
      name: "every branch has a timer",
      replacements: [["env.BRANCH_NAME == 'main' ? 'H 3 * * *' : ''", "'H 3 * * *'"]],
      caughtBy: "update on another branch",
    },
    {
      name: "other branches may change environments",
      replacements: [["        not { branch 'main' }\n", "        branch 'main'\n"]],
      caughtBy: "apply on another branch",
    },
    {
      name: "two builds of a branch at once",
      replacements: [["    disableConcurrentBuilds()\n", ""]],
      caughtBy: all,
    },
    {
      name: "a plan is applied that nobody has read",
      replacements: [["--approved ${fingerprints[environment]}", "--approved newest"]],
      caughtBy: "apply: every environment has something to apply",
    },
    {
      name: "an apply that nobody approves",
      replacements: [["steps { approve('uat') }", "steps { echo 'approved' }"]],
      caughtBy: "apply: the approval is refused",
    },
    {
      name: "a changed plan is no failure",
      replacements: [
        [
          "expectSuccess(environment, code, [1: 'nothing was applied'",
          "expectSuccess(environment, code == 5 ? DONE : code, [1: 'nothing was applied'",
        ],
      ],
      caughtBy: "apply: the apply of a production region ends with 5",
    },
    {
      name: "a step that Jenkins doesn't know",
      replacements: [["  stash name: 'synthesized'", "  stach name: 'synthesized'"]],
      caughtBy: all,
    },
    {
      name: "an argument that a step doesn't know",
      replacements: [["allowEmpty: true", "mayBeEmpty: true"]],
      caughtBy: all,
    },
    {
      name: "a section that declarative pipelines don't have",
      replacements: [["  triggers {", "  trigger {"]],
      caughtBy: all,
    },
    {
      name: "Groovy that Jenkins doesn't know yet",
      replacements: [["names.collect { [resource: it] }", "names.collect(it -> [resource: it])"]],
      caughtBy: all,
    },
  ];
}

/** @throws Error when a text isn't there exactly once */
export function mutated(jenkinsfile: string, { name, replacements }: Mutant): string {
  return replacements.reduce((text, [old, by]) => {
    if (old === "" || text.split(old).length !== 2) throw new Error(`${name}: not once: ${old}`);
    return text.replace(old, () => by);
  }, jenkinsfile);
}
