import { type Command, Option } from "commander";
import { fileOrStreamArgument } from "./arguments";
import { logFormats } from "./log-format";
import { conflictOf } from "./report-files";

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
 * Ends the description of a command, all of whose options are there by now, with its help. Behind every error in its
 * usage stand its options.
 *
 * @param known which names it knows: in the help, and behind errors
 */
export function addHelp(command: Command, help: string, known?: string): void {
  const before = known === undefined ? [] : [known];
  command.addHelpText("after", `\n${[...before, help.trim()].join("\n\n")}`);
  const options = command.options.map(({ flags }) => flags).join(", ");
  command.showHelpAfterError([...before, `Known options: ${options}, --help`].join("\n"));
}

/** What a command with reports says of its output. */
export const outputHelp = `What people read goes to standard output, or to standard error when a report goes to standard output; progress
always goes to standard error. Each report is written whole or not at all.`;
