import { expect } from "vitest";
import { type Case, describeCases, order, pipeline, said, stage } from "./cases";
import type { Run } from "./jenkins";

/** A stage of a pipeline whose one step is a `script`, on lines of its own. */
const scripted = (script: string, rest = "") =>
  pipeline(
    stage("s", `options { timeout(time: 9) }\nsteps { script {\n${script}\n} }`) + rest,
    "post { aborted { echo 'aborted' } }",
  );

/** Asks, and is refused: an interruption. */
const refused = "input 'on?'";
const refusing = { answers: [{ match: "on", answer: "refuse" as const }] };

const cases: readonly Case[] = [
  {
    name: "names stages of a script inside the one of the pipeline",
    text: scripted("for (String name in ['a', 'b']) { stage(\"S ${name}\") { echo name } }"),
    expect: (run) =>
      expect(run.events.filter(({ step }) => step === "echo").map((event) => event.stage)).toEqual([
        "s > S a",
        "s > S b",
      ]),
  },
  {
    name: "goes on with a script's stages after unstable, and skips the pipeline's own where it is told to",
    text: pipeline(
      stage("a", "steps { script { stage('x') { unstable 'u' }\nstage('y') { echo 'y' } } }") +
        stage("b", "steps { echo 'b' }"),
      "options { skipStagesAfterUnstable() }",
    ),
    expect: (run) => expect([run.result, said(run)]).toEqual(["UNSTABLE", ["y"]]),
  },
  {
    name: "leaves out what follows a failure in a script",
    text: scripted("stage('x') { error 'x' }\nstage('y') { echo 'y' }"),
    expect: (run) => expect([run.result, order(run)]).toEqual(["FAILURE", ["error"]]),
  },
  {
    name: "checks nothing out on a node of a script, and gives it back",
    text: scripted("node('a') { sh 'x' }\nsh 'y'"),
    expect: (run) => {
      expect(run.events.filter(({ type }) => type === "checkout")).toEqual([]);
      expect(run.events.at(-1)?.problem).toBe("no agent");
    },
  },
  {
    name: "finishes the other branches of a script's parallel",
    text: scripted("parallel a: { error 'x' }, b: { echo '1'\necho '2' }\necho 'never'"),
    expect: (run) => expect([run.result, said(run)]).toEqual(["FAILURE", ["1", "2"]]),
  },
  {
    name: "ends them with failFast, and the build has failed",
    text: scripted(
      "parallel([a: { error 'x' }, b: { echo '1'\necho '2'\necho '3' }, failFast: true])",
    ),
    expect: (run) => {
      expect(run.result).toBe("FAILURE");
      expect(said(run)).not.toContain("3");
    },
  },
  {
    name: "takes branches from a list, each with its own value",
    text: scripted("parallel(['a', 'b'].collectEntries { name -> [name, { echo name }] })"),
    expect: (run) => expect([run.result, said(run)]).toEqual(["SUCCESS", ["a", "b"]]),
  },
  {
    name: "takes a failure of a branch for worse than an interruption of another",
    text: scripted(`parallel a: { ${refused} }, b: { error 'x' }`),
    plan: refusing,
    expect: (run) => expect([run.result, said(run)]).toEqual(["FAILURE", []]),
  },
  {
    name: "ends aborted where a branch is interrupted and none fails",
    text: scripted(`parallel a: { ${refused} }, b: { echo 'b' }`),
    plan: refusing,
    expect: (run) => expect([run.result, said(run)]).toEqual(["ABORTED", ["b", "aborted"]]),
  },
  {
    name: "aborts every branch of a script's parallel",
    text: scripted(
      "parallel a: { node('a') { sh 'x'\necho 'a' } }, b: { echo '1'\necho '2'\necho '3'\necho '4'\necho '5' }",
    ),
    plan: { commands: [{ match: "^x", aborts: true }] },
    expect: (run) => {
      expect(run.result).toBe("ABORTED");
      expect(said(run)).not.toContain("5");
      expect(said(run)).not.toContain("a");
    },
  },
  {
    name: "does what is in finally after an abort, which stays one",
    text: scripted(`try { ${refused} } finally { echo 'kept' }\necho 'never'`),
    plan: refusing,
    expect: (run) => expect([run.result, said(run)]).toEqual(["ABORTED", ["kept", "aborted"]]),
  },
  {
    name: "loses an abort where finally fails itself",
    text: scripted(`try { ${refused} } finally { error 'x' }`),
    plan: refusing,
    expect: (run) => expect([run.result, said(run)]).toEqual(["FAILURE", []]),
  },
  {
    name: "goes on after an abort that a script catches",
    text: scripted(`try { ${refused} } catch (Throwable failure) { echo 'caught' }\necho 'on'`),
    plan: refusing,
    expect: (run) => expect([run.result, said(run)]).toEqual(["SUCCESS", ["caught", "on"]]),
  },
  ...[
    ["parallel of what is no closure", "parallel a: 'x'", "parallel: a is no branch"],
    ["parallel without branches", "parallel([:])", "parallel has no branch"],
    ["a stage without a body", "stage 'x'", "stage needs a body"],
    ["a mistake that a script catches", "try { unstach 'x' } catch (Throwable t) { }", "no step"],
    ["parallel inside parallel", "parallel a: { parallel b: { echo 'x' } }", "not modelled"],
  ].map(([name, script, message]) => ({
    name: `refuses ${name}`,
    text: scripted(script ?? ""),
    expect: (run: Run) => expect(run.harnessError).toContain(message),
  })),
];

describeCases("the model of Jenkins, in scripts", cases);
