import path from "node:path";
import { type Command, Option } from "commander";
import { fileOrStreamArgument, standardStream } from "./arguments";

/** How progress and result are written: for people, or as one JSON object a line. */
const logFormats = ["text", "json"] as const;
export type LogFormat = (typeof logFormats)[number];

/** Where each report goes: a file, `-` for standard output, or nowhere. */
export interface ReportFiles {
  readonly json?: string;
  readonly markdown?: string;
  readonly junit?: string;
  readonly html?: string;
}

/** The forms in which a report is written. */
const reportForms = ["json", "markdown", "junit", "html"] as const;
export type ReportForm = (typeof reportForms)[number];

/** The reports that are asked for, each with its file. */
export function requestedReports(files: ReportFiles) {
  return reportForms.flatMap((form) => {
    const file = files[form];
    return file === undefined ? [] : [{ form, file }];
  });
}

/**
 * Why reports would overwrite each other or what is read; undefined when they don't.
 *
 * @param inputs files that are read
 */
function conflictOf(files: ReportFiles, inputs: readonly string[]): string | undefined {
  const read = inputs.filter((file) => file !== standardStream);
  const owners = new Map(read.map((file) => [path.resolve(file), "what is read"]));
  for (const { form, file } of requestedReports(files)) {
    const place = file === standardStream ? standardStream : path.resolve(file);
    const owner = owners.get(place);
    if (owner !== undefined) return `--${form} ${file} would overwrite ${owner}`;
    owners.set(place, `--${form}`);
  }
  return undefined;
}

/**
 * Adds the options that say where a command's result goes, and how it is written there. Reports that would
 * overwrite each other, or what is read, are wrong usage.
 *
 * @param inputs names of the command's options whose files are read
 */
export function addReportOptions(command: Command, ...inputs: readonly string[]): Command {
  return command
    .option("--json <FILE>", "write the report as JSON; - is standard output", fileOrStreamArgument)
    .option("--markdown <FILE>", "write it as Markdown; - is standard output", fileOrStreamArgument)
    .option("--junit <FILE>", "write it as JUnit XML; - is standard output", fileOrStreamArgument)
    .option(
      "--html <FILE>",
      "write it as one page of HTML; - is standard output",
      fileOrStreamArgument,
    )
    .addOption(
      new Option(
        "--log-format <FORMAT>",
        "progress and result as text, or as one JSON object a line",
      )
        .choices(logFormats)
        .default("text"),
    )
    .hook("preAction", () => {
      const options = command.opts();
      const read = inputs.flatMap((name) => options[name] ?? []);
      const conflict = conflictOf(options, read);
      if (conflict !== undefined) command.error(`error: ${conflict}`);
    });
}

/**
 * Ends the description of a command, all of whose options are there by now, with its help. Behind an error in its usage
 * stands what the error itself doesn't say: the options behind one that nobody knows, the names behind a missing one.
 *
 * @param known which names it knows: in the help, and behind such errors
 */
export function addHelp(command: Command, help: string, known?: string): void {
  const names = known === undefined ? [] : [known];
  command.addHelpText("after", `\n${[...names, help.trim()].join("\n\n")}`);
  const options = [...command.options.map(({ long }) => long), "--help"].join(", ");
  const behind: Readonly<Record<string, readonly string[]>> = {
    "commander.unknownOption": [`Known options: ${options}`],
    "commander.missingArgument": names,
  };
  command.exitOverride((error) => {
    if (error.exitCode !== 0) {
      const more = `More: bin/testapp ${command.name()} --help`;
      process.stderr.write(`${[...(behind[error.code] ?? []), more].join("\n")}\n`);
    }
    throw error;
  });
}

/** What a command with reports says of its output. */
export const outputHelp = `What people read goes to standard output, or to standard error when a report goes to standard output; progress
always goes to standard error. Each report is written whole or not at all.`;
