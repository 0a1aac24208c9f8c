import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { toolPath } from "../support/external-tools";
import { inTemporaryFolder } from "../support/synthesized";

const harness = path.join(__dirname, "harness");

/** What a command of `sh` does in a run. The first whose pattern matches counts; without one it succeeds. */
export interface Command {
  /** A regular expression of Java's. */
  readonly match: string;
  readonly exitCode?: number;
  readonly output?: string;
  /** Files that it doesn't write, though it should. */
  readonly omits?: readonly string[];
  /** Its reports say so, whatever the exit code. */
  readonly reportsFailure?: boolean;
  /** Other branches do much meanwhile. */
  readonly slow?: boolean;
  /** Somebody aborts the build while it runs: it is killed, or has just ended where there is an exit code. */
  readonly aborts?: boolean;
  readonly hangs?: boolean;
}

/** What may start a build, as Jenkins names it. A replay, and a restart, are a person's, too. */
const causes = {
  person: ["hudson.model.Cause$UserIdCause"],
  api: ["hudson.model.Cause$RemoteCause"],
  timer: ["hudson.triggers.TimerTrigger$TimerTriggerCause"],
  "timer and person": [
    "hudson.triggers.TimerTrigger$TimerTriggerCause",
    "hudson.model.Cause$UserIdCause",
  ],
  push: ["jenkins.branch.BranchEventCause"],
  indexing: ["jenkins.branch.BranchIndexingCause"],
  replay: [
    "hudson.model.Cause$UserIdCause",
    "org.jenkinsci.plugins.workflow.cps.replay.ReplayCause",
  ],
  restart: [
    "hudson.model.Cause$UserIdCause",
    "org.jenkinsci.plugins.pipeline.modeldefinition.causes.RestartDeclarativePipelineCause",
  ],
  "another build": ["hudson.model.Cause$UpstreamCause"],
  nobody: [],
} as const;
export type Cause = keyof typeof causes;

/** What is planned for a run. */
export interface Plan {
  readonly parameters?: Readonly<Record<string, string>>;
  readonly environment: Readonly<Record<string, string>>;
  /** A person, unless it is given. */
  readonly cause?: Cause;
  readonly commands?: readonly Command[];
  /** To an approval whose message matches; without one it is given. */
  readonly answers?: readonly {
    readonly match: string;
    readonly answer: "refuse" | "none" | "abort";
  }[];
  readonly offline?: readonly string[];
  /** Away only when the build's own post wants them. */
  readonly offlineAtEnd?: readonly string[];
  /** Files of an earlier build in every workspace. */
  readonly leftBehind?: readonly string[];
  readonly lockedElsewhere?: readonly string[];
  /** What each checkout finds, the last one from then on. */
  readonly commits?: readonly string[];
}

/** What happened, in order. */
export interface Event {
  readonly type: string;
  readonly stage: string;
  /** The label of the agent that is held; null without one. */
  readonly agent: string | null;
  readonly locks: readonly string[];
  /** Time limits around it, the outermost first. */
  readonly limits: readonly string[];
  readonly step?: string;
  readonly arguments?: Readonly<Record<string, any>>;
  /** Of the Jenkinsfile, the innermost first. */
  readonly lines?: readonly number[];
  /** Null where the build was aborted meanwhile. */
  readonly exitCode?: number | null;
  readonly commit?: string;
  readonly files?: readonly string[];
  readonly [fact: string]: unknown;
}

export interface Run {
  readonly result: string;
  readonly description: string | null;
  readonly events: readonly Event[];
  /** Each with the files that are left in it. */
  readonly workspaces: readonly { readonly label: string; readonly files: readonly string[] }[];
  readonly harnessError: string | null;
}

/** What commands need to be there, and what they leave behind; `$1` is the pattern's first group. */
const effects = [
  { match: "^npm ci", needs: ["package.json"], writes: ["node_modules/.package-lock.json"] },
  { match: "^npm (run|test)", needs: ["node_modules/.package-lock.json"] },
  { match: "^npm run synth", writes: ["cdktf.out/manifest.json"] },
  { match: "^bin/testapp", needs: ["bin/testapp", "node_modules/.package-lock.json"] },
  { match: "--(?:json|markdown|html|junit|line) (\\S+)", writes: ["$1"] },
  { match: "--outputFile.junit=(\\S+)", writes: ["$1"] },
  { match: ">(\\S+)", writes: ["$1"] },
  { match: "--synthesized (\\S+)", needs: ["$1/manifest.json"] },
  { match: "--drift-report (\\S+)", needs: ["$1"] },
  { match: 'require\\("./(\\S+)"\\)', needs: ["$1"] },
];

/** The harness puts in what was checked out. */
const revision: Command = { match: "^git rev-parse HEAD", output: "COMMIT" };

/** Runs each plan with its Jenkinsfile, all in one Java process; the runs are in the order of the plans. */
export function runAll(planned: readonly { readonly text: string; readonly plan: Plan }[]): Run[] {
  const texts = [...new Set(planned.map(({ text }) => text))];
  const jenkinsfiles = Object.fromEntries(texts.map((text, index) => [String(index), text]));
  const runs = planned.map(({ text, plan }) => ({
    jenkinsfile: String(texts.indexOf(text)),
    plan: {
      ...plan,
      causes: causes[plan.cause ?? "person"],
      effects,
      commands: [...(plan.commands ?? []), revision],
    },
  }));
  return inTemporaryFolder((folder) => {
    const [input, output] = [path.join(folder, "in.json"), path.join(folder, "out.json")];
    writeFileSync(input, JSON.stringify({ jenkinsfiles, runs }));
    groovy([path.join(harness, "Run.groovy"), input, output]);
    return JSON.parse(readFileSync(output, "utf8"));
  });
}

/** The process is short: compiling for speed, and collecting garbage in threads, costs it three times what it gains. */
const quickStart = ["-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"];

function groovy(args: readonly string[]): void {
  const classPath = [toolPath("groovy-all.jar"), harness].join(path.delimiter);
  const { status, stdout, stderr } = spawnSync(
    toolPath("java"),
    [...quickStart, "-classpath", classPath, "groovy.ui.GroovyMain", ...args],
    { encoding: "utf8" },
  );
  if (status !== 0) throw new Error(`Groovy ended with ${status}: ${stdout}${stderr}`);
}
