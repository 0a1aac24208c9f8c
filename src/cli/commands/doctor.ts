import type { Command } from "commander";
import { environmentIds, loadDeployment } from "../../estate/deployments";
import type { DoctorProgress } from "../../operations/doctor/examine";
import { outcomes } from "../../operations/doctor/report";
import {
  addDeploymentArguments,
  type Choice,
  chosenIds,
  knownDeployments,
  nothingChosen,
} from "../input/environment-argument";
import {
  addHelp,
  addReportOptions,
  type LogFormat,
  type ReportFiles,
} from "../input/report-options";
import { exitCodesHelp, misconfigured, unwritten } from "../output/exit-codes";
import { publishReport } from "../output/publish";

interface DoctorOptions extends ReportFiles, Choice {
  readonly logFormat: LogFormat;
}

const help = `
What it finds:
  failed     launching or working on the environment fails; the remedy stands below
  unchecked  it could not be looked at: a denied permission is named
  warning    it works, but somebody should look
  note       nothing to be done now
  ok         it was seen to be as it must be

${exitCodesHelp(outcomes, { ...unwritten, ...misconfigured })}

It changes nothing, and reads no secret's value. Each check is made with what the role in use may do. All of them
need ec2:DescribeRegions, DescribeVpcs, DescribeSubnets, DescribeInstanceTypeOfferings and DescribeImages,
iam:GetRole, acm:ListCertificates and DescribeCertificate, secretsmanager:DescribeSecret, s3:ListBucket and
GetBucketVersioning, lambda:GetAccountSettings and GetFunctionConcurrency, autoscaling:DescribeAutoScalingGroups,
ssm:DescribeInstanceInformation, DescribeParameters and GetParameter, rds:DescribeDBInstances,
sns:ListSubscriptionsByTopic, ecr:DescribeImages where an environment runs images, and route53:ListHostedZones where
it has a zone.
To tell as notes what the account lacks it asks cloudtrail:DescribeTrails and GetTrailStatus, guardduty:ListDetectors,
config:DescribeConfigurationRecorderStatus, securityhub:DescribeHub, access-analyzer:ListAnalyzers,
ec2:GetEbsEncryptionByDefault and servicequotas:GetServiceQuota. Without them it says so, and nothing else changes.
Whether the lock beside Terraform's state may be written isn't checked, because only writing shows it.

Credentials come from the AWS SDK's default chain, the regions from the configuration.
AWS_ENDPOINT_URL and those of the services, such as AWS_ENDPOINT_URL_EC2, are honoured.

Examples:
  bin/testapp doctor ${environmentIds[0]}
  bin/testapp doctor --all --json doctor.json`;

/** Adds the command `doctor` to the program. */
export function addDoctor(program: Command): void {
  const command = program
    .command("doctor")
    .summary("check what launching and working on environments needs")
    .description(
      "Checks this machine, the account, the regions and the environments, and says what is wrong and how to mend it.",
    );
  addDeploymentArguments(command, "the environments and foundations to check");
  addReportOptions(command).action(doctor);
  addHelp(command, help, knownDeployments);
}

/**
 * Examines environments, shows the progress, and publishes the report. It changes nothing, so a signal may end it at
 * any time.
 */
async function doctor(
  named: readonly string[],
  options: DoctorOptions,
  command: Command,
): Promise<void> {
  const ids = chosenIds(named, options, command);
  if (ids.length === 0) return nothingChosen(command);
  const deployments = ids.map(loadDeployment);

  // Loaded only now: the AWS SDK takes its time.
  const { examine } = await import("../../operations/doctor/examine");
  const { defaultCredentials } = await import("../../operations/doctor/identity");
  const { thisMachine } = await import("../../operations/doctor/checks/machine");
  const { shown } = await import("../../operations/doctor/shown");
  const { isTerminal, progressView } = await import("../output/progress-view");
  // In a log there is nothing to wait for: every check is in the report.
  const isShown = options.logFormat === "text" && isTerminal();
  const view = isShown ? progressView("text", doctorStep) : undefined;
  const report = await examine({
    deployments,
    machine: thisMachine(),
    credentials: defaultCredentials(),
    onProgress: (progress) => view?.show(progress),
  }).finally(() => view?.end());
  const { findings, outcome, environments, identity } = report;
  const entries = [...findings, { outcome, environments, identity }];
  process.exitCode = await publishReport(report, shown(report), options, entries);
  // A source of credentials that never answers would keep the process, and nothing is left to be done.
  setTimeout(() => process.exit(), 100).unref();
}

function doctorStep({ done, total }: DoctorProgress) {
  return { text: `checking … ${done} of ${total}`, row: "checks" };
}
