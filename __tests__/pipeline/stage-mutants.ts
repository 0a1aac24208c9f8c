import type { Mutant } from "./mutants";

const all = "update: all in sync, while the branch moves on";
const applyAll = "apply: every deployment has something to apply";
const nightly = "nightly: all in sync";
const rolloutFails = "update: the rollout of the first production region ends with 2";
const unstable = "if (currentBuild.currentResult != 'SUCCESS') break\n";
const bakes = "if ('health' in deployment.has) bake(id)";

/** Mistakes in what a stage does, and in what the pipeline is told about itself. */
export const stageMutants: readonly Mutant[] = [
  {
    name: "a failed rollout is hidden in the shell",
    replacements: [["--html ${report}.html${junit}", "--html ${report}.html${junit} || :"]],
    caughtBy: all,
  },
  {
    name: "the exit code of a command is ignored",
    replacements: [["if (code == DONE || meanings[code] == '') return", "if (code) return"]],
    caughtBy: rolloutFails,
  },
  {
    name: "an abort and a failure of a rollout are caught",
    replacements: [["        rollOut(id)\n", "        catchError { rollOut(id) }\n"]],
    caughtBy: "update: somebody aborts it in the middle of a rollout",
  },
  {
    name: "what fails in a stage is forgotten",
    replacements: [["      if (first != null) throw first\n", ""]],
    caughtBy: rolloutFails,
  },
  {
    name: "what fails after something else isn't said",
    replacements: [
      ['          if (first != null) echo "And then: ${failure.message ?: failure}"\n', ""],
    ],
    caughtBy: "update: somebody aborts it in the middle of a rollout, which leaves no report",
  },
  {
    name: "what fails last in a stage counts",
    replacements: [["first = first ?: failure", "first = failure"]],
    caughtBy: "update: somebody aborts it in the middle of a rollout, which leaves no report",
  },
  {
    name: "drift is only a warning in an update",
    replacements: [
      ["  if (action() == 'check') meanings[2] = ''\n", "  meanings[2] = ''\n"],
      [unstable, "\n"],
    ],
    caughtBy: "update: drift in one region",
  },
  {
    name: "an unstable build goes on after the checks",
    replacements: [[unstable, "\n"]],
    caughtBy: "update: a JUnit report says otherwise than the exit code",
  },
  {
    name: "an unstable build goes on after a change",
    replacements: [
      [unstable, "\n"],
      [
        "for (Map deployment in changed()) {",
        "for (Map deployment in (currentBuild.currentResult == 'SUCCESS' ? changed() : [])) {",
      ],
    ],
    caughtBy: "update: a JUnit report of UAT's rollout says otherwise than the exit code",
  },
  {
    name: "a check is a change, too",
    replacements: [["when { expression { action() != 'check' } }", ""]],
    caughtBy: nightly,
  },
  {
    name: "nothing is checked again before it is sent",
    replacements: [["        checkDrift(id, 'before-rollout')\n", ""]],
    caughtBy: all,
  },
  {
    name: "a rollout isn't gated",
    replacements: [[" --drift-report reports/${id}.before-rollout.json", ""]],
    caughtBy: all,
  },
  {
    name: "nobody waits for the alarms",
    replacements: [[bakes, "if (action() == 'apply' && 'health' in deployment.has) bake(id)"]],
    caughtBy: "update: the bake of UAT ends with 2",
  },
  {
    name: "what has no health is watched",
    replacements: [[bakes, "bake(id)"]],
    caughtBy: applyAll,
  },
  {
    name: "the approval holds an agent",
    replacements: [
      ["      input message: ", "      node('AG-USE1') { input message: "],
      ["ok: 'Go on'", "ok: 'Go on' }"],
    ],
    caughtBy: all,
  },
  {
    name: "the approval has no time limit of its own",
    replacements: [["timeout(time: 8, unit: 'HOURS') {", "script {"]],
    caughtBy: all,
  },
  {
    name: "the approval comes after the first production region",
    replacements: [
      [
        "                approve(deployment)\n                change(deployment)\n",
        "                change(deployment)\n                approve(deployment)\n",
      ],
    ],
    caughtBy: "update: the approval is refused",
  },
  {
    name: "production needs no approval",
    replacements: [["action() in it.asks", "action() == 'apply'"]],
    caughtBy: "update: nobody answers",
  },
  {
    name: "an apply to UAT needs no approval",
    replacements: [["action() in it.asks", "'update' in it.asks"]],
    caughtBy: applyAll,
  },
  {
    name: "foundations are approved with what stands on them",
    replacements: [["it.stage == deployment.stage && action() in it.asks", "action() in it.asks"]],
    caughtBy: "apply: the approval of the foundations is refused",
  },
  {
    name: "the wait for an agent has no limit of its own",
    replacements: [
      [
        "  timeout(time: time, unit: unit) {\n    node(label) {",
        "  node(label) {\n    timeout(time: time, unit: unit) {",
      ],
    ],
    caughtBy: "update: a region's agents are away",
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
    name: "nothing is checked out",
    replacements: [
      [
        "onAgent(deployment.agent, 2, 'HOURS', [{\n      checkout scm\n",
        "onAgent(deployment.agent, 2, 'HOURS', [{\n",
      ],
    ],
    caughtBy: all,
  },
  {
    name: "an agent is taken before it is known that it is needed",
    replacements: [["        beforeAgent true\n", ""]],
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
    replacements: [["parts + [{ cleanWs() }]", "parts"]],
    caughtBy: nightly,
  },
  {
    name: "the workspace of the synthesis is left as it is",
    replacements: [["          post { cleanup { cleanWs() } }\n", ""]],
    caughtBy: "update: the configuration has a mistake",
  },
  {
    name: "reports are kept only of checks that succeeded",
    replacements: [["    }, { publish(id, 'check') }])", "      publish(id, 'check')\n    }])"]],
    caughtBy: "update: drift in one region",
  },
  {
    name: "reports are kept only of changes that succeeded",
    replacements: [["    }, { publish(id, 'change') }])", "      publish(id, 'change')\n    }])"]],
    caughtBy: rolloutFails,
  },
  {
    name: "only a good end is reported",
    replacements: [["always { report() }", "success { report() }"]],
    caughtBy: "update: nobody answers",
  },
  {
    name: "the timer updates",
    replacements: [["isAsked() ? (params.ACTION ?: 'update') : 'check'", "params.ACTION"]],
    caughtBy: nightly,
  },
  {
    name: "every branch has a timer",
    replacements: [["env.BRANCH_NAME == 'main' ? 'H 3 * * *' : ''", "'H 3 * * *'"]],
    caughtBy: "update on another branch",
  },
  {
    name: "other branches may change environments",
    replacements: [["env.BRANCH_NAME != 'main'", "env.BRANCH_NAME == 'main'"]],
    caughtBy: "apply on another branch",
  },
  {
    name: "two builds of a branch at once",
    replacements: [["    disableConcurrentBuilds()\n", ""]],
    caughtBy: all,
  },
  {
    name: "a plan is applied that nobody has read",
    replacements: [["--approved ${fingerprints[id]}", "--approved newest"]],
    caughtBy: applyAll,
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
