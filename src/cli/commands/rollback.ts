import { type Command, Option } from "commander";
import { environmentIds } from "../../estate/deployments";
import { outcomes } from "../../operations/rollback/report";
import type { RollbackRequest } from "../../operations/rollback/rollback";
import { rollbackTarget } from "../../operations/rollback/run";
import { decimalNumber, reasonArgument, runIdArgument, wholeNumber } from "../input/arguments";
import { deploymentWith, knownEnvironments } from "../input/environment-argument";
import {
  addHelp,
  addReportOptions,
  type LogFormat,
  outputHelp,
  type ReportFiles,
} from "../input/report-options";
import { exitCodesHelp, misconfigured, unwritten } from "../output/exit-codes";

interface RollbackOptions extends ReportFiles {
  readonly to?: string;
  readonly reason?: string;
  readonly dryRun?: true;
  readonly yes?: true;
  readonly hold?: string;
  readonly releaseHold?: true;
  readonly driftReport?: string;
  /** In minutes. */
  readonly driftReportMaxAge: number;
  /** In seconds. */
  readonly watchTimeout: number;
  /** In seconds. */
  readonly pollInterval: number;
  readonly logFormat: LogFormat;
}

const help = `
It sets the hold: no instance fetches or runs the updater any more. Then it makes a version of the launch template with
the restore point's image, and starts an instance refresh to it, which launches before it terminates. It watches that,
and accounts for every instance. Run again, it goes on where it was. Afterwards the report says what to commit, so that
code and cloud agree again. --hold only sets the hold, and --release-hold ends it: only with a drift report that says
IN_SYNC for ENV and the commit that is checked out, and while no instance refresh goes on.

${exitCodesHelp(outcomes, { ...unwritten, ...misconfigured })}

An interrupt (Ctrl-C, SIGTERM, SIGHUP) ends the watch, and an instance refresh that was started goes on.

Credentials come from the AWS SDK's default chain, the region from the environment's configuration. AWS_ENDPOINT_URL,
AWS_ENDPOINT_URL_SSM, AWS_ENDPOINT_URL_EC2 and AWS_ENDPOINT_URL_AUTO_SCALING are honoured.

${outputHelp}

Examples:
  bin/testapp rollback ${environmentIds[0]} --dry-run
  bin/testapp rollback ${environmentIds[0]} --reason "1.9 answers every third request with an error"
  bin/testapp rollback ${environmentIds[0]} --release-hold --drift-report drift.json`;

/** Adds the command `rollback` to the program. */
export function addRollback(program: Command): void {
  const command = program
    .command("rollback")
    .summary("bring the code of before a rollout back, or hold updates")
    .description(
      "Holds updates, and replaces every instance of the environment by one of the image that a rollout made before it began.",
    )
    .argument("<ENV>", "the environment to roll back")
    .option(
      "--to <RUN_ID>",
      "back to what ran before this rollout (default: the newest restore point that is available)",
      runIdArgument,
    )
    .option("--reason <TEXT>", "why, for whoever meets the hold", reasonArgument)
    .option("--dry-run", "show what would be done, and change nothing")
    .option("--yes", "begin without asking")
    .addOption(
      new Option("--hold <REASON>", "only set the hold, for this reason")
        .argParser(reasonArgument)
        .conflicts(["to", "reason", "dryRun", "yes", "releaseHold"]),
    )
    .addOption(
      new Option("--release-hold", "end the hold; needs --drift-report").conflicts([
        "to",
        "reason",
        "dryRun",
        "yes",
      ]),
    )
    .option(
      "--drift-report <FILE>",
      "for --release-hold: what drift-check --json wrote of ENV and the commit that is checked out",
    )
    .option(
      "--drift-report-max-age <MINUTES>",
      "how old the plan of the drift report may be",
      wholeNumber(1, 10_080),
      30,
    )
    .option(
      "--watch-timeout <SECONDS>",
      "how long to watch the instance refresh",
      wholeNumber(1, 172_800),
      4 * 3600,
    )
    .option(
      "--poll-interval <SECONDS>",
      "between two looks, such as 0.5",
      decimalNumber(0.01, 300),
      15,
    );
  addReportOptions(command, "driftReport").action(runRollback);
  addHelp(command, help, knownEnvironments);
}

/** Rolls back, shows the progress, and publishes the report. A signal ends the watch. */
async function runRollback(id: string, options: RollbackOptions, command: Command): Promise<void> {
  const target = rollbackTarget(deploymentWith("release", id, command));
  if (options.releaseHold && options.driftReport === undefined)
    return command.error(
      `error: --release-hold needs --drift-report FILE: bin/testapp drift-check ${id} --json FILE writes it`,
    );
  // Loaded only now: the AWS SDK takes its time.
  const { rollbackPort } = await import("../../operations/rollback/aws");
  const { rollback } = await import("../../operations/rollback/rollback");
  const { shown } = await import("../../operations/rollback/shown");
  const { watched } = await import("../output/watched");

  const atSignal = "the watch ends, and an instance refresh that was started goes on";
  process.exitCode = await watched(target.region, options, atSignal, shown, (aws, surroundings) =>
    rollback(target, requestOf(id, options, surroundings.stop), {
      port: rollbackPort(aws),
      ...surroundings,
    }),
  );
}

function requestOf(id: string, options: RollbackOptions, stop: AbortSignal): RollbackRequest {
  const { to = null, reason = null, dryRun = false, yes = false, hold, releaseHold } = options;
  if (hold !== undefined) return { kind: "hold", reason: hold };
  if (releaseHold)
    return {
      kind: "release",
      whyNot: async (hold) => {
        const { driftGate } = await import("../input/drift-gate");
        const gate = await driftGate(id, options, stop, hold);
        return gate.open ? null : gate.reasons.join("; ");
      },
    };
  return {
    kind: "rollback",
    to,
    reason,
    dryRun,
    agrees: async (what) => {
      if (yes) return true;
      const { askToBegin } = await import("../input/ask");
      return askToBegin(id, what, stop);
    },
    pollIntervalMs: options.pollInterval * 1000,
    watchTimeoutMs: options.watchTimeout * 1000,
  };
}
