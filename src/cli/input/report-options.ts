import { type Command, Option } from "commander";
import { fileOrStreamArgument } from "./file-argument";
import { logFormats } from "./log-format";

/** Adds the options that say where a command's result goes, and how it is written there. */
export function addReportOptions(command: Command): Command {
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
    );
}

/**
 * Shows the command's options, all of which it has by now, behind every error in its usage.
 *
 * @param before lines before them
 */
export function showOptionsAfterError(command: Command, ...before: readonly string[]): void {
  const options = command.options.map(({ flags }) => flags).join(", ");
  command.showHelpAfterError([...before, `Known options: ${options}, --help`].join("\n"));
}
