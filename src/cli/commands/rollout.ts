import { type Command, Option } from "commander";
import { exitCodes } from "../../operations/rollout/report";
import { defaultWatchLimits } from "../../operations/rollout/rollout";
import { environmentIds } from "../../systems/test-app/environments";
import { commandIdArgument } from "../input/command-id-argument";
import { isEnvironment } from "../input/environment-argument";
import { fileArgument } from "../input/file-argument";
import { decimalNumber, wholeNumber } from "../input/number-argument";
import { conflictOf } from "../input/report-files";
import { addReportOptions, showOptionsAfterError } from "../input/report-options";
import type { RolloutOptions } from "./run-rollout";

const known = `ENV is one of ${environmentIds.join(", ")}.`;

const help = `
${known}

Exit codes:
  ${exitCodes.SUCCEEDED}   SUCCEEDED: every instance is updated; DRY_RUN: a rollout could begin
  ${exitCodes.ERROR}   ERROR: nothing is known to have been sent; or a report can't be written
  ${exitCodes.FAILED}   FAILED or PARTIAL: it has ended, and instances failed, were left out, or are unknown
  ${exitCodes.IN_PROGRESS}   IN_PROGRESS: the watch ended before the command did; UNKNOWN: what happened couldn't be
      learnt. The report says how to resume or to cancel
  ${exitCodes.CONFLICT}   CONFLICT: another rollout of the environment is running, and nothing of this one goes on
  64  wrong usage; nothing was done
  78  the configuration has mistakes; nothing was done

An interrupt (Ctrl-C, SIGTERM, SIGHUP) ends the watch and leaves a command that was sent alone. The drift report
and --allow-offline are for a rollout and its dry run; to resume and to cancel need neither.

Credentials come from the AWS SDK's default chain, the region from the environment's configuration.
AWS_ENDPOINT_URL, AWS_ENDPOINT_URL_SSM and AWS_ENDPOINT_URL_AUTO_SCALING are honoured.

What people read goes to standard output, or to standard error when a report goes to standard output; progress
always goes to standard error. Each report is written whole or not at all.

Examples:
  testapp drift-check ${environmentIds[0]} --json drift.json
  testapp rollout ${environmentIds[0]} --drift-report drift.json --dry-run
  testapp rollout ${environmentIds[0]} --drift-report drift.json --junit rollout.xml`;

/** Adds the command `rollout` to the program. */
export function addRollout(program: Command): void {
  const command = program
    .command("rollout")
    .summary("run the updater on an environment's instances")
    .description(
      "Sends the environment's SSM document to its instances, watches, and accounts for every one of them.",
    )
    .argument("<ENV>", "the environment to roll out to")
    .option("--dry-run", "show the expected instances and what would be sent, and send nothing")
    .addOption(
      new Option(
        "--resume <COMMAND_ID>",
        "take up a rollout that goes on, by one of its commands, and watch it to its end",
      )
        .argParser(commandIdArgument)
        .conflicts(["dryRun", "cancel"]),
    )
    .addOption(
      new Option("--cancel <COMMAND_ID>", "cancel a rollout, and say what it did to each instance")
        .argParser(commandIdArgument)
        .conflicts(["dryRun"]),
    )
    .option(
      "--drift-report <FILE>",
      "refuse unless this report, which drift-check --json wrote, says IN_SYNC for ENV and the commit that is checked out (default: no drift check gates the rollout)",
      fileArgument,
    )
    .option(
      "--drift-report-max-age <MINUTES>",
      "how old the plan of the drift report may be",
      wholeNumber(1, 10_080),
      30,
    )
    .option("--allow-offline", "begin though Systems Manager can't reach each expected instance")
    .option(
      "--watch-timeout <SECONDS>",
      "how long to watch after the command was sent",
      wholeNumber(1, 172_800),
      defaultWatchLimits.watchTimeoutMs / 1000,
    )
    .option(
      "--poll-interval <SECONDS>",
      "between two looks at the beginning, such as 0.5; it grows as the rollout lasts",
      decimalNumber(0.01, 60),
      defaultWatchLimits.pollIntervalMs / 1000,
    );
  addReportOptions(command).addHelpText("after", help).action(rollout);
  showOptionsAfterError(command, known);
}

async function rollout(environment: string, options: RolloutOptions, command: Command) {
  if (!isEnvironment(environment))
    return command.error(`error: unknown environment ${JSON.stringify(environment)}`);
  const inputs = [options.driftReport].filter((file) => file !== undefined);
  const conflict = conflictOf(options, inputs);
  if (conflict !== undefined) return command.error(`error: ${conflict}`);

  // Loaded only now: the AWS SDK takes its time.
  const { runRollout } = await import("./run-rollout");
  process.exitCode = await runRollout(environment, options);
}
