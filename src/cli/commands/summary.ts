import { readFile } from "node:fs/promises";
import path from "node:path";
import { type Command, Option } from "commander";
import { deploymentIds, loadDeployment } from "../../estate/deployments";
import {
  type Finding,
  findingOf,
  type ReportName,
  reportNames,
} from "../../operations/pipeline/finding";
import { type Action, actions } from "../../operations/pipeline/steps";
import {
  markdownSummary,
  type Summary,
  states,
  summaryOf,
  textSummary,
} from "../../operations/pipeline/summary";
import { fileArgument } from "../input/arguments";
import { knownDeployments, unknownStackOf } from "../input/environment-argument";
import { addHelp } from "../input/report-options";
import { exitCodesHelp, misconfigured } from "../output/exit-codes";
import { projectFrom, unwrittenExitCode } from "../output/publish";
import { writeToPeople } from "../output/streams";
import { systemReason, writeWholeFile } from "../output/whole-file";

interface SummaryOptions {
  readonly action: Action;
  readonly expected: readonly string[];
  readonly markdown?: string;
  readonly line?: string;
}

/** A report's file, and what its name says. */
interface Named {
  readonly file: string;
  readonly environment: string;
  readonly name: ReportName;
}

const help = `
REPORT is the JSON report of a command that was begun. Its file is named ENV.NAME.json, where NAME is one of
${reportNames.join(", ")}. A file that isn't there is a report that is missing.
${knownDeployments}

${exitCodesHelp(states, { 1: "a file can't be written", ...misconfigured })}

Example:
  bin/testapp summary reports/${deploymentIds[0]}.drift-check.json --action check --expected ${deploymentIds[0]}`;

/** Adds the command `summary` to the program. */
export function addSummary(program: Command): void {
  const command = program
    .command("summary")
    .summary("one summary of the reports of a pipeline's build")
    .description("Puts the JSON reports of a build together, and says what is missing.")
    .argument("<REPORT...>", "the reports of every command that was begun")
    .addOption(
      new Option("--action <ACTION>", "what the build was asked for")
        .choices(actions)
        .makeOptionMandatory(),
    )
    .requiredOption(
      "--expected <ENV...>",
      "the environments and foundations that the build was about",
    )
    .option("--markdown <FILE>", "write the summary as Markdown", fileArgument)
    .option(
      "--line <FILE>",
      "write its first line alone, for the build's description",
      fileArgument,
    )
    .action(summary);
  addHelp(command, help);
}

async function summary(
  files: readonly string[],
  options: SummaryOptions,
  command: Command,
): Promise<void> {
  const unknown = unknownStackOf(options.expected);
  if (unknown !== undefined) return command.error(`error: ${unknown}`);
  const named = files.map((file) => namedIn(file, options.expected));
  const strange = files.find((_, index) => named[index] === undefined);
  if (strange !== undefined)
    return command.error(
      `error: ${strange} is not named ENV.NAME.json, with ENV one of --expected and NAME one of ${reportNames.join(", ")}`,
    );

  const unwatched = options.expected.filter((id) => loadDeployment(id).health === null);
  const found = await findingsIn(named.filter((one) => one !== undefined));
  const byEnvironment = options.expected.map(
    (id) =>
      [
        id,
        found.filter(({ environment }) => environment === id).map(({ finding }) => finding),
      ] as const,
  );
  const result = summaryOf(options.action, new Map(byEnvironment), unwatched);
  process.exitCode = await written(result, options);
}

function namedIn(file: string, expected: readonly string[]): Named | undefined {
  const base = path.basename(file);
  for (const environment of expected) {
    const name = reportNames.find((one) => base === `${environment}.${one}.json`);
    if (name !== undefined) return { file, environment, name };
  }
  return undefined;
}

function findingsIn(named: readonly Named[]): Promise<{ environment: string; finding: Finding }[]> {
  return Promise.all(
    named.map(async ({ file, environment, name }) => ({
      environment,
      finding: findingOf(environment, name, await textOf(file)),
    })),
  );
}

/** Undefined for what isn't there, or can't be read: neither says anything. */
async function textOf(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, "utf8");
  } catch {
    return undefined;
  }
}

async function written(result: Summary, { markdown, line }: SummaryOptions): Promise<number> {
  const text = textSummary(result);
  await writeToPeople(process.stdout, text);
  try {
    if (markdown !== undefined) {
      const page = markdownSummary(result, await projectFrom(markdown));
      writeWholeFile(markdown, page);
    }
    if (line !== undefined) writeWholeFile(line, text.slice(0, text.indexOf("\n") + 1));
  } catch (error) {
    await writeToPeople(process.stderr, `The summary can't be written: ${systemReason(error)}\n`);
    return unwrittenExitCode;
  }
  return result.exitCode;
}
