import type { Command } from "commander";
import { environmentIds } from "../../estate/deployments";
import { outcomes } from "../../operations/restore/report";
import { decimalNumber, timeArgument, wholeNumber } from "../input/arguments";
import { deploymentWith, knownEnvironments } from "../input/environment-argument";
import {
  addHelp,
  addReportOptions,
  type LogFormat,
  outputHelp,
  type ReportFiles,
} from "../input/report-options";
import { exitCodesHelp, misconfigured, unwritten } from "../output/exit-codes";

interface RestoreOptions extends ReportFiles {
  readonly to?: Date;
  readonly dryRun?: true;
  readonly yes?: true;
  /** In seconds. */
  readonly pollInterval: number;
  /** In seconds. */
  readonly watchTimeout: number;
  readonly logFormat: LogFormat;
}

const help = `
The copy gets the running database's class, groups, key, protections and tags, and a name that ends in a number. It is
waited for, RDS is told to keep its master password, and the environment's Lambda function reads the tables and columns
of the schema in both databases. The running database stays as it is, and nothing is ever deleted. The report names what
to commit to change over, and how to delete a copy that was only a rehearsal. Run again, it goes on with a copy of the
same moment; without --to, with one of the newest that was begun in the last 24 hours.

${exitCodesHelp(outcomes, { ...unwritten, ...misconfigured })}

An interrupt (Ctrl-C, SIGTERM, SIGHUP) ends the watch, and leaves a restore that was begun alone.

The role needs what access/restore.json lists. Credentials come from the AWS SDK's default chain, the region from the
environment's configuration; AWS_ENDPOINT_URL and those of services, such as AWS_ENDPOINT_URL_RDS, are honoured.

${outputHelp}

Examples:
  bin/testapp restore ${environmentIds[0]} --dry-run
  bin/testapp restore ${environmentIds[0]} --to 2026-11-21T09:30:00Z --json restore.json`;

/** Adds the command `restore` to the program. */
export function addRestore(program: Command): void {
  const command = program
    .command("restore")
    .summary("restore an environment's database beside the running one, and check the copy")
    .description(
      "Restores the database's newest backup, or a moment of it, as a second database, waits, and checks that it answers and holds the schema.",
    )
    .argument("<ENV>", "the environment whose database it is")
    .option(
      "--to <TIME>",
      "the moment, in UTC, such as 2026-11-21T09:30:00Z (default: the newest there is)",
      timeArgument,
    )
    .option("--dry-run", "say what would be made and what it costs, and begin nothing")
    .option("--yes", "begin without asking")
    .option(
      "--watch-timeout <SECONDS>",
      "how long to wait for all of it",
      wholeNumber(1, 172_800),
      4 * 3600,
    )
    .option(
      "--poll-interval <SECONDS>",
      "between two looks, such as 0.5",
      decimalNumber(0.01, 300),
      30,
    );
  addReportOptions(command).action(runRestore);
  addHelp(command, help, knownEnvironments);
}

/** Restores, shows what changes, and publishes the report. A signal ends the watch. */
async function runRestore(id: string, options: RestoreOptions, command: Command): Promise<void> {
  const { to = null, dryRun = false, yes = false } = options;
  const {
    region,
    account,
    configuredIn,
    restore: database,
  } = deploymentWith("restore", id, command);
  if (!dryRun && !yes && !(process.stdin.isTTY && process.stderr.isTTY))
    return command.error(
      "error: nobody can be asked, because this is no terminal: write --dry-run, or --yes to begin without asking",
    );
  // Loaded only now: the AWS SDK takes its time.
  const { restorePort } = await import("../../operations/restore/aws");
  const { restore } = await import("../../operations/restore/restore");
  const { shown } = await import("../../operations/restore/shown");
  const { watched } = await import("../output/watched");

  const target = { environment: id, region, account, configuredIn, ...database };
  const atSignal = "the watch ends, and a restore that was begun goes on";
  process.exitCode = await watched(region, options, atSignal, shown, (aws, surroundings) => {
    const request = {
      to,
      dryRun,
      agrees: async (what: string) => {
        if (yes) return true;
        const { askToBegin } = await import("../input/ask");
        return askToBegin(id, what, surroundings.stop);
      },
      pollIntervalMs: options.pollInterval * 1000,
      watchTimeoutMs: options.watchTimeout * 1000,
    };
    return restore(target, request, { port: restorePort(aws), ...surroundings });
  });
}
