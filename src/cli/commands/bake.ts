import type { Command } from "commander";
import { environmentIds } from "../../estate/deployments";
import { outcomes } from "../../operations/bake/report";
import { decimalNumber } from "../input/arguments";
import { deploymentWith, knownEnvironments } from "../input/environment-argument";
import {
  addHelp,
  addReportOptions,
  type LogFormat,
  type ReportFiles,
} from "../input/report-options";
import { exitCodesHelp, misconfigured, unwritten } from "../output/exit-codes";

interface BakeOptions extends ReportFiles {
  /** In seconds; the environment's own where it isn't given. */
  readonly bakeTime?: number;
  /** In seconds. */
  readonly pollInterval: number;
  readonly logFormat: LogFormat;
}

const help = `
It is run after a rollout, before the next one. The environment is unhealthy as soon as its composite alarm
(test-app-ENV-health, where it exists) is in ALARM, or trouble is seen at two looks, one after the other, or at more
than a quarter of all: fewer healthy targets than the auto scaling group's minimum, or an instance in service that isn't
healthy in all target groups. A target that the load balancer has not judged yet (initial) is no trouble. Where no
target group knows the instances (messages), the alarm alone is watched, and must be there. Time in which AWS isn't
heard doesn't count. It changes nothing.

${exitCodesHelp(outcomes, { ...unwritten, ...misconfigured })}

It needs an AWS identity that may call autoscaling:DescribeAutoScalingGroups,
elasticloadbalancing:DescribeTargetHealth, and cloudwatch:DescribeAlarms on all resources. Credentials come from the
AWS SDK's default chain, the region from the environment's configuration; AWS_ENDPOINT_URL and those of the three
services (AWS_ENDPOINT_URL_AUTO_SCALING, …_ELASTIC_LOAD_BALANCING_V2, …_CLOUDWATCH) are honoured.

Example:
  bin/testapp bake ${environmentIds[0]} --json bake.json`;

/** Adds the command `bake` to the program. */
export function addBake(program: Command): void {
  const command = program
    .command("bake")
    .summary("watch that an environment stays healthy after a rollout")
    .description(
      "Watches for the environment's bake time that its targets and its composite alarm stay healthy.",
    )
    .argument("<ENV>", "the environment to watch")
    .option(
      "--bake-time <SECONDS>",
      "for how long, in a rehearsal (default: the environment's bakeTimeSeconds)",
      decimalNumber(0, 86_400),
    )
    .option(
      "--poll-interval <SECONDS>",
      "between two looks, such as 0.5",
      decimalNumber(0.01, 300),
      15,
    );
  addReportOptions(command).action(runBake);
  addHelp(command, help, knownEnvironments);
}

/** Watches an environment, shows what changes, and publishes the report. A signal ends the watch. */
async function runBake(id: string, options: BakeOptions, command: Command): Promise<void> {
  const { region, health } = deploymentWith("health", id, command);
  // Loaded only now: the AWS SDK takes its time.
  const { bakePort } = await import("../../operations/bake/aws");
  const { bake } = await import("../../operations/bake/bake");
  const { shown } = await import("../../operations/bake/shown");
  const { watched } = await import("../output/watched");

  const target = { environment: id, ...health };
  const request = {
    bakeTimeMs: (options.bakeTime ?? health.bakeTimeSeconds) * 1000,
    pollIntervalMs: options.pollInterval * 1000,
  };
  process.exitCode = await watched(region, options, "the watch ends", shown, (aws, surroundings) =>
    bake(target, request, { port: bakePort(aws), ...surroundings }),
  );
}
