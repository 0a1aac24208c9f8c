import type { Mutant } from "./mutants";

const nightly = "nightly: all in sync";
const update = "update: all in sync, while the branch moves on";

/** Lets a command pass with an exit code; the text is where its function begins. */
function passing(name: string, beginning: string, code: number, caughtBy: string): Mutant {
  return {
    name: `${name} passes with ${code}`,
    replacements: [
      ["if (code == DONE ||", `if (code == DONE || (passes && code == ${code}) ||`],
      [
        "@Field String commit = null\n",
        "@Field String commit = null\n@Field boolean passes = false\n",
      ],
      [beginning, `${beginning}  passes = true\n`],
    ],
    caughtBy,
  };
}

const check = (code: number) =>
  passing(
    "a check right before a rollout",
    "void checkDrift(String id, String name) {\n",
    code,
    `update: the check right before a rollout ends with ${code}`,
  );
const bake = (code: number) =>
  passing("a bake", "void bake(String id) {\n", code, `update: the bake of UAT ends with ${code}`);
const apply = (code: number) =>
  passing(
    "an apply",
    "void applyPlan(String id) {\n",
    code,
    `apply: the apply of a production region ends with ${code}`,
  );

/** Mistakes in what starts a build, in what follows from how a command ended, and in what is reported. */
export const outcomeMutants: readonly Mutant[] = [
  ...[1, 2, 3].map(check),
  ...[1, 2, 3].map(bake),
  ...[1, 2, 3, 5, 130].map(apply),
  {
    name: "any person's cause will do",
    replacements: [["ASKING.containsAll(causes)", "!causes.disjoint(ASKING)"]],
    caughtBy: "update of main, started by replay",
  },
  {
    name: "a build that nobody asked for",
    replacements: [["!causes.isEmpty() && ", ""]],
    caughtBy: "apply of main, started by nobody",
  },
  {
    name: "only the timer is told apart",
    replacements: [
      [
        "ASKING.containsAll(causes)",
        "!causes.contains('hudson.triggers.TimerTrigger$TimerTriggerCause')",
      ],
    ],
    caughtBy: "update of main, started by push",
  },
  {
    name: "a build that nobody asked for looks at the parameters' target",
    replacements: [["isAsked() ? (params.TARGET ?: UAT) : 'all'", "(params.TARGET ?: UAT)"]],
    caughtBy: "update of main, started by push",
  },
  {
    name: "a stage can be restarted",
    replacements: [["    disableRestartFromStage()\n", ""]],
    caughtBy: update,
  },
  {
    name: "whatever is pushed runs with the role of the regions",
    replacements: [["          expression { isAsked() }\n", "          expression { true }\n"]],
    caughtBy: "another branch, started by push",
  },
  {
    name: "an abort is forgotten",
    replacements: [[" && exit ${DONE}", ""]],
    caughtBy: "update: somebody aborts it when UAT was just updated",
  },
  {
    name: "a command is run without the guard against a forgotten abort",
    replacements: [["\n  shell 'npm ci'\n", "\n  sh 'npm ci'\n"]],
    caughtBy: "update: somebody aborts it when the packages are just installed",
  },
  {
    name: "nobody watches what was applied",
    replacements: [
      [
        "if ('health' in deployment.has) bake(id)",
        "if (action() == 'update' && 'health' in deployment.has) bake(id)",
      ],
    ],
    caughtBy: "apply: UAT doesn't stay healthy",
  },
  {
    name: "a refused apply counts as begun",
    replacements: [["  if (code in harmless) touched.remove(id)\n", ""]],
    caughtBy: "apply: the apply of a production region ends with 5",
  },
  {
    name: "an apply that failed counts as never begun",
    replacements: [[", [1, 4, 5, 130])", ", [1, 2, 3, 4, 5, 130])"]],
    caughtBy: "apply: the apply of a production region ends with 2",
  },
  {
    name: "an abort of a check says that a command goes on",
    replacements: [["  if (!expectedReports.any { it.endsWith('.rollout.json') }) return\n", ""]],
    caughtBy: "check: one doesn't end, and its time limit says nothing of commands",
  },
  {
    name: "the summary's verdict counts only in an update",
    replacements: [
      [
        "boolean isWorse = code != DONE && ",
        "boolean isWorse = action() == 'update' && code != DONE && ",
      ],
    ],
    caughtBy: "apply: the summary finds what the exit codes didn't say",
  },
  {
    name: "the summary's verdict doesn't count in a check",
    replacements: [
      [
        "boolean isWorse = code != DONE && ",
        "boolean isWorse = action() != 'check' && code != DONE && ",
      ],
    ],
    caughtBy: "nightly: all in sync, and the summary ends with 3",
  },
  {
    name: "drift hides what is unknown elsewhere",
    replacements: [[" || (result == 'UNSTABLE' && code != 2)", ""]],
    caughtBy: "nightly: drift in one region, and the summary ends with 3",
  },
  {
    name: "every drift is a failure at the end",
    replacements: [[" && code != 2)", ")"]],
    caughtBy: "nightly: drift in one region, and the summary ends with 2",
  },
  {
    name: "drift fails a check that a person wants",
    replacements: [["if (action() == 'check') meanings", "if (!isAsked()) meanings"]],
    caughtBy: "a check that a person wants, with drift",
  },
  {
    name: "alarms ring for another branch",
    replacements: [["String metric = env.BRANCH_NAME == 'main' ? ", "String metric = true ? "]],
    caughtBy: "check on another branch",
  },
  {
    name: "the nightly check tells nobody",
    replacements: [
      [
        "drift-check ${id} --synthesized cdktf.out${metric}",
        "drift-check ${id} --synthesized cdktf.out",
      ],
    ],
    caughtBy: nightly,
  },
  {
    name: "a rollout tells nobody",
    replacements: [[".before-rollout.json --metric", ".before-rollout.json"]],
    caughtBy: update,
  },
  {
    name: "reports of an earlier build stay",
    replacements: [["rm -rf reports cdktf.out && mkdir reports", "mkdir -p reports"]],
    caughtBy: "update: a check writes nothing, and reports of an earlier build lie there",
  },
  {
    name: "stacks of an earlier build stay",
    replacements: [["rm -rf reports cdktf.out", "rm -rf reports"]],
    caughtBy: "update: a check writes nothing, and reports of an earlier build lie there",
  },
  {
    name: "a missing report is no obstacle while there is another",
    replacements: [
      ["  for (String report in expectedOf(id)) archiveArtifacts artifacts: report\n", ""],
    ],
    caughtBy: "update: one check writes all but its JSON",
  },
  {
    name: "not every form of a report is kept",
    replacements: [
      [
        'archiveArtifacts artifacts: "reports/${id}.*"',
        'archiveArtifacts artifacts: "reports/${id}.*.md,reports/${id}.*.json"',
      ],
    ],
    caughtBy: update,
  },
  {
    name: "pages link what isn't kept",
    replacements: [
      ["  archiveArtifacts artifacts: 'RUNBOOK-investigate.md,docs/setup-errors.md'\n", ""],
    ],
    caughtBy: update,
  },
  {
    name: "the build's limit is days longer",
    replacements: [["timeout(time: 30, unit: 'HOURS')", "timeout(time: 300, unit: 'HOURS')"]],
    caughtBy: nightly,
  },
  {
    name: "no build is ever discarded",
    replacements: [["numToKeepStr: '100', artifact", "numToKeepStr: '100000', artifact"]],
    caughtBy: nightly,
  },
  {
    name: "a build without a summary isn't described",
    replacements: [
      [
        "  if (expectedReports.isEmpty()) return\n",
        "  currentBuild.description = ''\n  if (expectedReports.isEmpty()) return\n",
      ],
    ],
    caughtBy: "update: the agents of the summary are away at the end",
  },
  {
    name: "a reviewer sees no difference where tests fail",
    replacements: [
      [
        "        always {\n          junit testResults: 'reports/tests.xml'",
        "        success {\n          junit testResults: 'reports/tests.xml'",
      ],
    ],
    caughtBy: "a change request whose tests fail",
  },
];
