import type { Command } from "commander";
import { exitCodes } from "../../operations/bootstrap/failure";
import { account, type Region, regions } from "../../systems/configuration/account";
import { wholeNumber } from "../input/number-argument";
import { showOptionsAfterError } from "../input/report-options";
import type { BootstrapOptions } from "./run-bootstrap";

const known = `REGION is one of ${regions.join(", ")}.`;

const help = `
${known}

In this order, and what is there already stays as it is:
  1. the credentials must be of the account in the configuration, ${account.id}
  2. Auto Scaling's service-linked role is made when the account has none
  3. the region's two buckets, of Terraform's states and of logs, are made when they are missing, bare and closed
     to the public; a name that belongs to somebody else is an error, and neither is made then
  4. the region's foundation is planned, and that plan is applied when somebody agrees; the first one adopts the
     buckets
The foundation is all settings of the buckets, and the log of traffic that the default VPC refused. It comes before
the region's environments, and again when an environment is added.

The plan and the question go to the terminal, on standard error. Without a terminal nobody is asked, and the plan goes
to standard output: write --yes to agree beforehand. Running it again, after whatever end, goes on where it ended; two
at the same time wait for each other, as long as --lock-timeout says: one apply takes a minute or two.

Exit codes:
  ${exitCodes.ready}   the region is ready; nothing was done where nothing was missing
  ${exitCodes.failed}   an error: the region isn't ready. It says what was done until then
  ${exitCodes.notAgreed}   there is something to apply, and nobody agreed; 1 to 3 are done
  64  wrong usage; nothing was done
  78  the configuration has mistakes; nothing was done
  ${exitCodes.interrupted} an interrupt (Ctrl-C, SIGTERM, SIGHUP): Terraform has given its lock back, and run again it goes on

It needs Terraform 1.10 or newer, and AWS credentials that may administer the account. They come from the SDK's
default chain; AWS_ENDPOINT_URL and those of S3, IAM and STS are honoured.

Examples:
  testapp bootstrap ${regions[0]}
  testapp bootstrap ${regions[0]} --yes`;

/**
 * One apply takes a minute or two: the provider alone looks for most of a minute whether S3 keeps to a new
 * lifecycle. A few of them in a row, such as after a failure, are worth waiting for.
 */
const lockTimeoutSeconds = 600;

/** Adds the command `bootstrap` to the program. */
export function addBootstrap(program: Command): void {
  const command = program
    .command("bootstrap")
    .summary("make the account ready for a region's environments")
    .description(
      "Makes what a region needs before its environments: the buckets of Terraform's states and of logs, and the foundation.",
    )
    .argument("<REGION>", "the region")
    .option("--yes", "apply what is planned without asking")
    .option(
      "--lock-timeout <SECONDS>",
      "how long to wait for a state that somebody else has locked",
      wholeNumber(0, 3600),
      lockTimeoutSeconds,
    )
    .addHelpText("after", help)
    .action(bootstrap);
  showOptionsAfterError(command, known);
}

async function bootstrap(region: string, options: BootstrapOptions, command: Command) {
  if (!isRegion(region)) return command.error(`error: unknown region ${JSON.stringify(region)}`);
  // Anything but a result is an error, also an end that nobody foresaw.
  process.exitCode = exitCodes.failed;
  // Loaded only now: the AWS SDK takes its time.
  const { runBootstrap } = await import("./run-bootstrap");
  process.exitCode = await runBootstrap(region, options);
}

function isRegion(name: string): name is Region {
  return regions.some((region) => region === name);
}
