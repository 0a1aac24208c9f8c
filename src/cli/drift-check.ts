import { type Command, Option } from "commander";
import { environmentIds } from "../config/environments";
import { exitCodes } from "../drift/report";
import { fileArgument, fileOrStreamArgument } from "./file-argument";
import { judgeSavedPlan } from "./judge-saved-plan";
import { publish } from "./publish";
import { conflictOf, type ReportFiles } from "./report-files";

interface DriftCheckOptions extends ReportFiles {
  readonly plan?: string;
  readonly accepted?: string;
  readonly verbose?: true;
}

const help = `
ENV is one of ${environmentIds.join(", ")}.

Exit codes:
  ${exitCodes.IN_SYNC}   IN_SYNC: nothing to do
  ${exitCodes.DRIFTED}   DRIFTED, PENDING or DRIFTED_AND_PENDING: the cloud or the code has moved
  ${exitCodes.INCONCLUSIVE}   INCONCLUSIVE: there is a plan, but it can't be judged
  ${exitCodes.ERROR}   ERROR: there is no plan to judge, or a report can't be written
  64  wrong usage; nothing was done

What people read goes to standard output, or to standard error when a report goes to standard output.
Each report is written whole or not at all. Markdown has at most 65,536 characters, a comment on GitHub.
Entries of the accepted differences expire at the end of a day in UTC.

Example:
  terraform show -json plan | testapp drift-check --plan - --json report.json ${environmentIds[0]}`;

/** Adds the command `drift-check` to the program. */
export function addDriftCheck(program: Command): void {
  const command = program
    .command("drift-check")
    .summary("tell drift from pending changes in a plan")
    .description(
      "Judges a saved plan, offline: what was changed in the cloud, what in the code, and what follows.",
    )
    .argument("[ENV]", "the environment that the plan is of (default: not named in the reports)")
    .addOption(
      new Option(
        "--plan <FILE>",
        "the plan's JSON, as terraform show -json PLAN prints it; - is standard input (required)",
      ).argParser(fileOrStreamArgument),
    )
    .option("--json <FILE>", "write the report as JSON; - is standard output", fileOrStreamArgument)
    .option("--markdown <FILE>", "write it as Markdown; - is standard output", fileOrStreamArgument)
    .option("--junit <FILE>", "write it as JUnit XML; - is standard output", fileOrStreamArgument)
    .option("--accepted <FILE>", "JSON list of accepted differences (default: none)", fileArgument)
    .option("--verbose", "list also what is state-only, and lists longer than 20 lines")
    .addHelpText("after", help)
    .action(driftCheck);
  const options = command.options.map(({ flags }) => flags).join(", ");
  command.showHelpAfterError(`Known options: ${options}, --help`);
}

async function driftCheck(
  environment: string | undefined,
  options: DriftCheckOptions,
  command: Command,
): Promise<void> {
  const { plan, accepted } = options;
  if (environment !== undefined && !environmentIds.some((id) => id === environment)) {
    const known = environmentIds.join(", ");
    command.error(
      `error: unknown environment ${JSON.stringify(environment)}: it is one of ${known}`,
    );
  }
  if (plan === undefined) {
    return command.error("error: no plan: name its JSON with --plan FILE");
  }
  if (accepted !== undefined && environment === undefined) {
    command.error("error: --accepted needs ENV: each accepted difference is one environment's");
  }
  const inputs = [plan, accepted].filter((file) => file !== undefined);
  const conflict = conflictOf(options, inputs);
  if (conflict !== undefined) command.error(`error: ${conflict}`);

  const report = await judgeSavedPlan(plan, environment ?? null, accepted);
  process.exitCode = await publish(report, options);
}
