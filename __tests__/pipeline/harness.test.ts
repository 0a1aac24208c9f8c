import { expect } from "vitest";
import { type Case, describeCases, order, pipeline, said, stage } from "./cases";
import type { Run } from "./jenkins";

const cases: readonly Case[] = [
  {
    name: "asks, then takes the agent, then looks at when",
    text: pipeline(
      stage(
        "s",
        "options { timeout(time: 1, unit: 'HOURS') }\ninput { message 'Go on?' }\nagent { label 'a' }\nwhen { branch 'other' }\nsteps { echo 'x' }",
      ),
    ),
    expect: (run) => expect(order(run)).toEqual(["input", "agent", "skipped"]),
  },
  {
    name: "looks at when first where it says so, and all of it must hold",
    text: pipeline(
      stage(
        "s",
        "agent { label 'a' }\nwhen { beforeAgent true; branch 'main'; changeRequest() }\nsteps { echo 'x' }\npost { always { echo 'post' } }",
      ) + stage("t", "when { branch 'main'; not { changeRequest() } }\nsteps { echo 'y' }"),
    ),
    expect: (run) => expect(order(run)).toEqual(["skipped", "echo"]),
  },
  {
    name: "skips later stages after a failure, and goes on after unstable",
    text: pipeline(
      stage("a", "steps { unstable 'x' }") +
        stage(
          "b",
          "steps { error 'y' }\npost { failure { echo 'failed' } unstable { echo 'unstable' } }",
        ) +
        stage("c", "steps { echo 'z' }"),
    ),
    expect: (run) => {
      expect(order(run)).toEqual(["unstable", "error", "echo", "skipped"]);
      expect([run.result, said(run)]).toEqual(["FAILURE", ["failed"]]);
    },
  },
  {
    name: "finishes the other branches without failFast",
    text: pipeline(
      stage(
        "p",
        `parallel {\n${stage("a", "steps { error 'x' }")}\n${stage("b", "steps { echo '1'; echo '2' }")}\n}`,
      ),
    ),
    expect: (run) => expect([run.result, said(run)]).toEqual(["FAILURE", ["1", "2"]]),
  },
  {
    name: "ends the other branches with failFast, and the build has failed",
    text: pipeline(
      stage(
        "p",
        `failFast true\nparallel {\n${stage("a", "steps { error 'x' }")}\n${stage("b", "steps { echo '1'; echo '2'; echo '3' }")}\n}`,
      ),
    ),
    expect: (run) => {
      expect(run.result).toBe("FAILURE");
      expect(said(run)).not.toContain("3");
    },
  },
  {
    name: "runs the other conditions of post when one fails, and cleanup last",
    text: pipeline(
      stage(
        "a",
        "steps { echo 'x' }\npost { cleanup { echo 'last' }\nalways { error 'y' }\nsuccess { echo 'success' }\nunsuccessful { echo 'unsuccessful' } }",
      ),
    ),
    // The failure of one condition shows to those after it.
    expect: (run) =>
      expect([run.result, said(run)]).toEqual(["FAILURE", ["x", "unsuccessful", "last"]]),
  },
  {
    name: "has no agent in the post of a pipeline without one",
    text: pipeline(stage("a", "steps { echo 'x' }"), "post { always { sh 'true' } }"),
    expect: (run) => {
      expect(run.result).toBe("FAILURE");
      expect(run.events.at(-1)?.problem).toBe("no agent");
    },
  },
  {
    name: "ends a build ABORTED whose question is refused, without that stage's post",
    text: pipeline(
      stage(
        "a",
        "options { timeout(time: 1) }\ninput { message 'Go on?' }\nsteps { echo 'x' }\npost { always { echo 'post' } }",
      ),
      "post { aborted { echo 'aborted' } }",
    ),
    plan: { answers: [{ match: "Go on", answer: "refuse" }] },
    expect: (run) => expect([run.result, said(run)]).toEqual(["ABORTED", ["aborted"]]),
  },
  {
    name: "never makes a result better, and has a current result from the beginning",
    text: pipeline(
      stage(
        "a",
        "steps { script { echo \"${currentBuild.result} ${currentBuild.currentResult}\"; currentBuild.result = 'FAILURE'; currentBuild.result = 'SUCCESS' } }",
      ),
    ),
    expect: (run) => expect([run.result, said(run)]).toEqual(["FAILURE", ["null SUCCESS"]]),
  },
  {
    name: "goes on after an abort inside catchError, unless it is told not to",
    text: pipeline(
      stage(
        "a",
        "options { timeout(time: 1) }\nsteps { catchError { input 'one?' }\necho 'on'\ncatchError(catchInterruptions: false) { input 'two?' }\necho 'never' }",
      ),
    ),
    plan: { answers: [{ match: "one|two", answer: "refuse" }] },
    expect: (run) => expect([run.result, said(run)]).toEqual(["ABORTED", ["on"]]),
  },
  {
    name: "doesn't retry what was aborted, and retries what failed",
    text: pipeline(
      stage(
        "a",
        "options { timeout(time: 1) }\nsteps { catchError { retry(3) { echo 'try'\nerror 'x' } }\nretry(3) { echo 'ask'\ninput 'on?' } }",
      ),
    ),
    plan: { answers: [{ match: "on", answer: "refuse" }] },
    expect: (run) => expect(said(run)).toEqual(["try", "try", "try", "ask"]),
  },
  {
    name: "forgets an abort whose command ends with 0, and with no other code",
    text: pipeline(
      stage(
        "a",
        "agent { label 'a' }\noptions { timeout(time: 1) }\nsteps { sh 'x'\necho 'on'\nsh(script: 'x && exit 100', returnStatus: true)\necho 'never' }",
      ),
    ),
    plan: { commands: [{ match: "^x", aborts: true, exitCode: 0 }] },
    expect: (run) => expect([run.result, said(run)]).toEqual(["ABORTED", ["on"]]),
  },
  {
    name: "tells all causes of a build",
    text: pipeline(
      stage(
        "a",
        "steps { script { echo currentBuild.getBuildCauses().collect { it._class }.join(' ') } }",
      ),
    ),
    plan: { cause: "replay" },
    expect: (run) =>
      expect(said(run)).toEqual([
        "hudson.model.Cause$UserIdCause org.jenkinsci.plugins.workflow.cps.replay.ReplayCause",
      ]),
  },
  {
    name: "doesn't trim what a command prints",
    text: pipeline(
      stage(
        "a",
        "agent { label 'a' }\noptions { timeout(time: 1) }\nsteps { script { echo \"[${sh(script: 'x', returnStdout: true)}]\" } }",
      ),
    ),
    plan: { commands: [{ match: "^x$", output: "printed" }] },
    expect: (run) => expect(said(run)).toEqual(["[printed\n]"]),
  },
  {
    name: "checks out on every agent, and not where it is told not to",
    text: pipeline(
      stage("a", "agent { label 'a' }\nsteps { echo 'x' }") +
        stage("b", "agent { label 'a' }\noptions { skipDefaultCheckout() }\nsteps { echo 'y' }"),
    ),
    expect: (run) =>
      expect(
        run.events.filter(({ type }) => type === "checkout").map((event) => event.stage),
      ).toEqual(["a"]),
  },
  {
    name: "counts the wait for an agent as the stage's time",
    text: pipeline(
      stage("a", "agent { label 'away' }\noptions { timeout(time: 7) }\nsteps { echo 'x' }"),
    ),
    plan: { offline: ["away"] },
    expect: (run) => {
      expect(run.result).toBe("ABORTED");
      expect(run.events.at(-1)).toMatchObject({ type: "time limit", limit: "7 MINUTES" });
    },
  },
  {
    name: "evaluates options before anything runs, as Jenkins does",
    text: `import groovy.transform.Field\n@Field String name = 'early'\nvoid late() { name = 'late' }\n${pipeline(
      stage("a", "steps { late() }") +
        stage("b", "options { timeout(time: 1)\nlock(resource: name) }\nsteps { echo name }"),
    )}`,
    expect: (run) => {
      expect(run.events.find(({ what }) => what === "lock")?.names).toEqual(["early"]);
      expect(said(run)).toEqual(["late"]);
    },
  },
  ...[
    ["a step that nobody knows", stage("a", "steps { unstach 'x' }"), "there is no step unstach"],
    [
      "an argument that nobody knows",
      stage("a", "steps { echo(text: 'x') }"),
      "echo has no argument text",
    ],
    [
      "an argument of another type",
      stage("a", "steps { retry('3') { echo 'x' } }"),
      "must be Integer",
    ],
    ["a section that nobody knows", stage("a", "step { echo 'x' }"), "stage 'a' has no step"],
    [
      "a section of another level",
      stage("a", "steps { agent { label 'x' } }"),
      "there is no step agent",
    ],
    [
      "an option of another level",
      stage("a", "options { disableConcurrentBuilds() }\nsteps { echo 'x' }"),
      "has no disableConcurrentBuilds",
    ],
    [
      "an error that is caught",
      stage("a", "steps { catchError { unstach 'x' } }"),
      "there is no step unstach",
    ],
    [
      "two bodies",
      stage("a", `steps { echo 'x' }\nparallel { ${stage("b", "steps { echo 'y' }")} }`),
      "has 2 of steps, stages and parallel",
    ],
    [
      "an agent on a parallel stage",
      stage("a", `agent { label 'x' }\nparallel { ${stage("b", "steps { echo 'y' }")} }`),
      "can't have an agent",
    ],
    ["an endless wait", stage("a", "steps { input 'ever?' }"), "no time limit is around it"],
    [
      "credentials",
      stage("a", "environment { PASSWORD = credentials('x') }\nsteps { echo 'x' }"),
      "binds credentials",
    ],
    [
      "a variable that nobody knows",
      stage("a", "steps { echo nobody }"),
      "there is no variable nobody",
    ],
    [
      "Groovy of later years",
      stage("a", "steps { script { if (1 !in [2]) { echo 'x' } } }"),
      "expecting ')', found '!'",
    ],
  ].map(([name, stages, message]) => ({
    name: `refuses ${name}`,
    text: pipeline(stages ?? ""),
    plan: { answers: [{ match: "ever", answer: "none" as const }] },
    expect: (run: Run) => expect(run.harnessError).toContain(message),
  })),
];

describeCases("the model of Jenkins", cases);
