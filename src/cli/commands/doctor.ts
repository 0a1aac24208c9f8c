import type { Command } from "commander";
import { environmentIds } from "../../estate/deployments";
import { exitCodes } from "../../operations/doctor/report";
import { isEnvironment, unknownEnvironmentOf } from "../input/environment-argument";
import { conflictOf } from "../input/report-files";
import { addReportOptions, showOptionsAfterError } from "../input/report-options";
import type { DoctorOptions } from "./run-doctor";

const known = `ENV is one of ${environmentIds.join(", ")}.`;

const help = `
${known}

What it finds:
  failed     launching or working on the environment fails; the remedy stands below
  unchecked  it could not be looked at: a denied permission is named
  warning    it works, but somebody should look
  note       nothing to be done now
  ok         it was seen to be as it must be

Exit codes:
  ${exitCodes.READY}   READY: every check was made, and none failed; warnings don't count
  ${exitCodes.NOT_READY}   NOT_READY: a check failed; UNKNOWN: none did, but some could not be made; or a report can't be
      written
  64  wrong usage; nothing was done
  78  the configuration has mistakes; nothing was done

It changes nothing, and reads no secret's value. Each check is made with what the role in use may do. All of them
need ec2:DescribeRegions, DescribeVpcs, DescribeSubnets, DescribeInstanceTypeOfferings and DescribeImages,
iam:GetRole, acm:ListCertificates and DescribeCertificate, secretsmanager:DescribeSecret, s3:ListBucket and
GetBucketVersioning, lambda:GetAccountSettings and GetFunctionConcurrency, autoscaling:DescribeAutoScalingGroups,
ssm:DescribeInstanceInformation, and route53:ListHostedZones where an environment has a zone. Whether the lock beside
Terraform's state may be written isn't checked, because only writing shows it.

Credentials come from the AWS SDK's default chain, the regions from the environments' configuration.
AWS_ENDPOINT_URL and those of the services, such as AWS_ENDPOINT_URL_EC2, are honoured.

Examples:
  testapp doctor ${environmentIds[0]}
  testapp doctor --all --json doctor.json`;

/** Adds the command `doctor` to the program. */
export function addDoctor(program: Command): void {
  const command = program
    .command("doctor")
    .summary("check what launching and working on environments needs")
    .description(
      "Checks this machine, the account, the regions and the environments, and says what is wrong and how to mend it.",
    )
    .argument("[ENV...]", "the environments to check")
    .option("--all", "check all environments");
  addReportOptions(command).addHelpText("after", help).action(doctor);
  showOptionsAfterError(command, known);
}

async function doctor(
  named: readonly string[],
  options: DoctorOptions & { readonly all?: true },
  command: Command,
): Promise<void> {
  const problem = problemOf(named, options);
  if (problem !== undefined) return command.error(`error: ${problem}`);
  const environments: readonly string[] = options.all
    ? environmentIds
    : [...new Set(named)].filter(isEnvironment);

  // Loaded only now: the AWS SDK takes its time.
  const { runDoctor } = await import("./run-doctor");
  process.exitCode = await runDoctor(environments, options);
  // A source of credentials that never answers would keep the process, and nothing is left to be done.
  setTimeout(() => process.exit(), 100).unref();
}

/** What is wrong with the command's usage, and what to write instead; undefined when all is well. */
function problemOf(
  named: readonly string[],
  options: DoctorOptions & { readonly all?: true },
): string | undefined {
  const unknown = unknownEnvironmentOf(named);
  if (unknown !== undefined) return unknown;
  if (options.all && named.length > 0)
    return "--all is every environment: leave it out, or the names";
  if (!options.all && named.length === 0)
    return `nothing to check: name environments (${environmentIds.join(", ")}), or write --all`;
  return conflictOf(options, []);
}
