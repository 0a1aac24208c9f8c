import type { Command } from "commander";
import { exitCodes } from "../../operations/bake/report";
import { environmentIds } from "../../systems/test-app/environments";
import { isEnvironment } from "../input/environment-argument";
import { decimalNumber } from "../input/number-argument";
import { conflictOf } from "../input/report-files";
import { addReportOptions, showOptionsAfterError } from "../input/report-options";
import type { BakeOptions } from "./run-bake";

const known = `ENV is one of ${environmentIds.join(", ")}.`;

const help = `
${known}

It is run after a rollout, before the next one. The environment is unhealthy as soon as its composite alarm
(test-app-ENV-health, where it exists) is in ALARM, or trouble is seen at two looks, one after the other, or at more
than a quarter of all: fewer healthy targets than the auto scaling group's minimum, or an instance in service that isn't
healthy in all target groups. A target that the load balancer has not judged yet (initial) is no trouble. Time in which
AWS isn't heard doesn't count. It changes nothing.

Exit codes:
  ${exitCodes.HEALTHY}   HEALTHY: it has stayed healthy for the whole time
  ${exitCodes.ERROR}   ERROR: there is nothing that could be watched; or a report can't be written
  ${exitCodes.UNHEALTHY}   UNHEALTHY: it has not; the report names targets, reasons and the alarm
  ${exitCodes.UNKNOWN}   UNKNOWN: it could not be learnt: AWS wasn't heard, the watch was interrupted, or the alarm isn't OK in
      the end, or is gone
  64  wrong usage; nothing was done
  78  the configuration has mistakes; nothing was done

It needs an AWS identity that may call autoscaling:DescribeAutoScalingGroups,
elasticloadbalancing:DescribeTargetHealth, and cloudwatch:DescribeAlarms on all resources. Credentials come from the
AWS SDK's default chain, the region from the environment's configuration; AWS_ENDPOINT_URL and those of the three
services (AWS_ENDPOINT_URL_AUTO_SCALING, …_ELASTIC_LOAD_BALANCING_V2, …_CLOUDWATCH) are honoured.

Example:
  testapp bake ${environmentIds[0]} --json bake.json`;

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
  addReportOptions(command).addHelpText("after", help).action(runCommand);
  showOptionsAfterError(command, known);
}

async function runCommand(environment: string, options: BakeOptions, command: Command) {
  if (!isEnvironment(environment))
    return command.error(`error: unknown environment ${JSON.stringify(environment)}`);
  const conflict = conflictOf(options, []);
  if (conflict !== undefined) return command.error(`error: ${conflict}`);

  // Loaded only now: the AWS SDK takes its time.
  const { runBake } = await import("./run-bake");
  process.exitCode = await runBake(environment, options);
}
