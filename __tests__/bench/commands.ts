import path from "node:path";
import { app } from "../../cdktf.json";
import { type Command, nodeCommand } from "./measured-process";
import type { Fleet } from "./rollout/fleets";

const runner = "bin/run-typescript.cjs";
/** As `cdktf synth` starts an application, without `node` in front and its file behind. */
const application = app.split(" ").slice(1, -1);
const judge = path.join(__dirname, "judge-plan.ts");
const parse = path.join(__dirname, "parse-plan.cjs");
const generated = path.join(__dirname, "synth/generated-environments.ts");
const simulated = path.join(__dirname, "rollout/simulated-rollout.ts");

/** The application process with the environments that ship, as cdktf's command line starts it. */
export function shippedApplication(output: string): Command {
  return nodeCommand("application, shipped environments", [...application, "main.ts"], {
    CDKTF_OUTDIR: output,
  });
}

/** The application process with as many generated environments. */
export function generatedApplication(environments: number, output: string): Command {
  return nodeCommand(
    `application, ${environments} environments`,
    [...application, generated, String(environments)],
    { CDKTF_OUTDIR: output },
  );
}

/** The runner with another file, such as an empty one: what bundling and its own start take. */
export function runnerOf(name: string, file: string): Command {
  return nodeCommand(name, [...application, file]);
}

/** Bare Node.js, which parses a plan and writes what that took to a file. */
export function parsedPlan(plan: string, figures: string): Command {
  return nodeCommand("parse", [parse, plan, figures]);
}

/** A process that parses and judges a plan, and writes what each took to a file. */
export function judgedPlan(plan: string, figures: string): Command {
  return nodeCommand("parse and judge", [runner, judge, plan, figures]);
}

/**
 * A process that rolls out to a simulated fleet, and writes what came of it to a file. With a small young
 * generation its peak memory is what it keeps, more than what it throws away.
 */
export function simulatedRollout(fleet: Fleet, figures: string): Command {
  const numbers = [fleet.instances, fleet.maxConcurrency, fleet.spreadMs].map(String);
  return nodeCommand(`rollout, ${fleet.name}`, [
    "--max-semi-space-size=1",
    ...[runner, simulated, figures, ...numbers],
  ]);
}

/** Node.js alone, as people start it: with an empty file. */
export function bareNode(emptyFile: string): Command {
  return { name: "bare node", program: process.execPath, args: [emptyFile] };
}

/** The project's command line, as people start it. */
export function testapp(args: readonly string[], exitCode = 0): Command {
  return {
    name: `bin/testapp ${args.join(" ")}`,
    program: process.execPath,
    args: ["bin/testapp", ...args],
    exitCode,
  };
}

/** Without the network and without the user's own settings. */
const commandLineEnvironment = {
  CHECKPOINT_DISABLE: "1",
  CI: "1",
  TF_CLI_CONFIG_FILE: "/dev/null",
};

/** What people and pipelines run. */
export function npmRunSynth(output: string): Command {
  return {
    name: "npm run synth",
    program: "npm",
    args: ["run", "synth", "--", "--output", output],
    environment: commandLineEnvironment,
  };
}

/** What a project that `cdktf init` made runs, with the usual loader. */
export function cdktfSynthWithTsx(output: string): Command {
  return {
    name: 'npx cdktf synth --app "npx tsx main.ts"',
    program: "npx",
    args: ["cdktf", "synth", "--app", "npx tsx main.ts", "--output", output],
    environment: commandLineEnvironment,
  };
}

/** cdktf's command line without npm around it. */
export function cdktfSynth(output: string): Command {
  return {
    name: "cdktf synth",
    program: process.execPath,
    args: ["node_modules/.bin/cdktf", "synth", "--output", output],
    environment: commandLineEnvironment,
  };
}
