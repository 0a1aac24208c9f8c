import { cpSync, mkdirSync, mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { Command, CommanderError, Option } from "commander";
import pLimit from "p-limit";
import { type EnvironmentId, environmentIds } from "../../src/config/environments";
import { reportFolder, type Step, synthesizedFolder } from "../../src/pipeline/steps";
import { MotoServer } from "../e2e/drift/moto-server";
import { Program, succeed } from "../e2e/drift/program";
import { StandInProject } from "../e2e/drift/stand-in";
import { Accounts } from "./accounts";
import { walkUpdate } from "./walk";

interface Options {
  readonly withDrift?: EnvironmentId;
  readonly withFailingInstance?: EnvironmentId;
  readonly keep?: true;
}

/** What every environment declares. */
const things = {
  template: { content: "as written", size: 1, tags: { team: "a" } },
  group: { follows: "template", size: 3 },
};

const environment = (flags: string, text: string) =>
  new Option(flags, text).choices(environmentIds);

const program = new Command("rehearse")
  .description(
    "Plays the pipeline's update of all environments on this machine alone, with its real commands: Terraform plans against a stand-in cloud with its state in an emulated S3, and rollouts go to simulated instances. It needs neither network nor AWS.",
  )
  .addOption(environment("--with-drift <ENV>", "somebody has changed this environment by hand"))
  .addOption(environment("--with-failing-instance <ENV>", "an instance fails the updater here"))
  .option("--keep", "keep the reports, and say where they are")
  .addHelpText("after", "\nIts exit code is that of the first step that fails, or of the summary.");

async function rehearse(options: Options): Promise<number> {
  say("making four environments, and their clouds");
  await using moto = await MotoServer.start();
  await using project = await StandInProject.create(moto);
  for (const id of environmentIds) project.write(id, things);
  await all(environmentIds, (id) => project.apply(id));
  project.git("init", "--quiet");
  project.git("add", "--", ".", ":!node_modules");
  project.git("commit", "--quiet", "--message", "rehearsal");
  const env = {
    ...project.environment,
    CDKTF_OUTDIR: path.join(project.folder, synthesizedFolder),
  };
  const synth = ["bin/run-typescript.cjs", "main.ts"];
  await succeed(new Program(process.execPath, synth, { cwd: project.folder, env }));
  mkdirSync(path.join(project.folder, reportFolder));
  if (options.withDrift !== undefined)
    project.cloud(options.withDrift).edit("template", { size: 2 });

  await using accounts = await Accounts.start(options.withFailingInstance);
  // More plans at the same time than processors would only be slower.
  const limit = pLimit(2);
  const run = (step: Step) => limit(() => runStep(project, step, accounts));
  const code = await walkUpdate(environmentIds, run, () => say("a person approves production"));
  const reports = path.join(project.folder, reportFolder);
  process.stdout.write(`\n${readFileSync(path.join(reports, "summary.txt"), "utf8")}`);
  if (options.keep) {
    const kept = mkdtempSync(path.join(tmpdir(), "test-app-rehearsal-"));
    cpSync(reports, kept, { recursive: true });
    say(`the reports are in ${kept}`);
  }
  return code;
}

async function runStep(
  project: StandInProject,
  { args, environment }: Step,
  accounts: Accounts,
): Promise<number> {
  const [command = ""] = args;
  const { env, options } = accounts.adapted(environment, command);
  const start = Date.now();
  await using started = project.startCommand([...args, ...options], env);
  const { status, stderr } = await started.ended;
  const took = ((Date.now() - start) / 1000).toFixed(1);
  say(
    `testapp ${args.slice(0, command === "summary" ? 1 : 2).join(" ")}: exit code ${status} (${took} s)`,
  );
  if (status !== 0 && command !== "summary") process.stderr.write(stderr);
  return status ?? 1;
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

async function all<Item>(items: readonly Item[], act: (item: Item) => Promise<void>) {
  const limit = pLimit(2);
  await Promise.all(items.map((item) => limit(() => act(item))));
}

program.action(async (options: Options) => {
  process.exitCode = await rehearse(options);
});
program.exitOverride();
program.parseAsync().catch((error: unknown) => {
  if (!(error instanceof CommanderError)) throw error;
  // EX_USAGE of sysexits.h; asked for help, all is well.
  process.exitCode = error.exitCode === 0 ? 0 : 64;
});
