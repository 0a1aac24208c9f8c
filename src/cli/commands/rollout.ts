import { type Command, Option } from "commander";
import { environmentIds } from "../../estate/deployments";
import { Clients } from "../../operations/aws/clients";
import { type StopReason, systemChance, systemClock } from "../../operations/aws/clock";
import { outcomes } from "../../operations/rollout/report";
import { defaultWatchLimits, type RolloutRequest, rollout } from "../../operations/rollout/rollout";
import { rolloutTarget } from "../../operations/rollout/surroundings";
import { commandIdArgument, decimalNumber, fileArgument, wholeNumber } from "../input/arguments";
import type { GateOptions } from "../input/drift-gate";
import { deploymentWith, knownEnvironments } from "../input/environment-argument";
import {
  addHelp,
  addReportOptions,
  type LogFormat,
  outputHelp,
  type ReportFiles,
} from "../input/report-options";
import { exitCodesHelp, misconfigured, unwritten } from "../output/exit-codes";
import { publishReport } from "../output/publish";
import { interruptible } from "../output/signals";
import { metricOption, type Telling, tellOutcomes } from "../output/tell-outcomes";

interface RolloutOptions extends ReportFiles, GateOptions, Telling {
  readonly dryRun?: true;
  readonly resume?: string;
  readonly cancel?: string;
  readonly allowOffline?: true;
  /** In seconds. */
  readonly watchTimeout: number;
  /** In seconds. */
  readonly pollInterval: number;
  readonly logFormat: LogFormat;
}

const help = `
${exitCodesHelp(outcomes, { ...unwritten, ...misconfigured })}

Nothing is sent while updates are held. Before anything is sent, an image of a healthy instance is made as the way
back, unless the environment does without; old ones are removed afterwards.

An interrupt (Ctrl-C, SIGTERM, SIGHUP) ends the watch and leaves a command that was sent alone. The drift report
and --allow-offline are for a rollout and its dry run; to resume and to cancel need neither.

Credentials come from the AWS SDK's default chain, the region from the environment's configuration.
AWS_ENDPOINT_URL and those of services, such as AWS_ENDPOINT_URL_SSM, are honoured. The role needs what
access/check-*.json and access/update.json list.

${outputHelp}

Examples:
  bin/testapp drift-check ${environmentIds[0]} --json drift.json
  bin/testapp rollout ${environmentIds[0]} --drift-report drift.json --dry-run
  bin/testapp rollout ${environmentIds[0]} --drift-report drift.json --junit rollout.xml`;

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
    )
    .addOption(metricOption("dryRun"));
  addReportOptions(command, "driftReport").action(runRollout);
  addHelp(command, help, knownEnvironments);
}

/**
 * Rolls out, shows the progress, and publishes the report. A signal ends the watch, and never the process: the answer
 * to a send names the command, and the report says how to go on.
 */
async function runRollout(id: string, options: RolloutOptions, command: Command): Promise<void> {
  const target = rolloutTarget(deploymentWith("release", id, command));
  // Loaded only now: the AWS SDK takes its time.
  const { rolloutPort } = await import("../../operations/rollout/aws");
  const { progressView } = await import("../output/progress-view");
  const { rolloutStep } = await import("../output/steps");
  const { shown } = await import("../../operations/rollout/shown");

  const view = progressView(options.logFormat, rolloutStep, { environment: id });
  const ends = (name: string, again: boolean): StopReason => {
    const text = again
      ? `${name}: still waiting for AWS to say whether the command was sent`
      : `${name}: the watch ends, and a command that was sent goes on`;
    view.show({ kind: "note", text });
    return "interrupt";
  };
  using aws = new Clients(target.region);
  process.exitCode = await interruptible(ends, async (stop) => {
    const request = await requestOf(id, options, stop);
    const report = await rollout(target, request, {
      port: rolloutPort(aws),
      clock: systemClock,
      chance: systemChance,
      stop,
      onProgress: (progress) => view.show(progress),
    });
    view.end();
    // Each instance had a line of its own as it changed, and `--json` has them all.
    const { instances: _, ...rest } = report;
    const exitCode = await publishReport(report, shown(report), options, [rest]);
    await tellOutcomes("rollout", [{ id, kind: outcomes[report.outcome].kind }], options);
    return exitCode;
  });
}

async function requestOf(
  environment: string,
  options: RolloutOptions,
  signal: AbortSignal,
): Promise<RolloutRequest> {
  const { resume, cancel, dryRun = false, allowOffline = false } = options;
  const limits = {
    pollIntervalMs: options.pollInterval * 1000,
    watchTimeoutMs: options.watchTimeout * 1000,
  };
  if (resume !== undefined) return { kind: "resume", commandId: resume, ...limits };
  if (cancel !== undefined) return { kind: "cancel", commandId: cancel, ...limits };
  const { driftGate } = await import("../input/drift-gate");
  const gate = await driftGate(environment, options, signal);
  const { checkedOutCommit } = await import("../../operations/terraform/project");
  const commit = await checkedOutCommit(signal);
  return { kind: "start", gate, dryRun, allowOffline, commit, ...limits };
}
