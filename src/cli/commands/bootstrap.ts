import type { Command } from "commander";
import { accountId, loadFoundation, regions } from "../../estate/deployments";
import type { Answer } from "../../operations/apply/decision";
import type { ApplyReport, Outcome } from "../../operations/apply/report";
import { asFailure, BootstrapFailure, outcomes } from "../../operations/bootstrap/failure";
import type { EnvironmentReport } from "../../operations/drift/report";
import { readOn } from "../../operations/report/read-on";
import { line } from "../../operations/report/visible";
import { wholeNumber } from "../input/arguments";
import { addHelp } from "../input/report-options";
import { exitCodesHelp, misconfigured } from "../output/exit-codes";
import { showsColours, writeProgress, writeToPeople } from "../output/streams";

interface BootstrapOptions {
  readonly yes?: true;
  readonly lockTimeout: number;
}

const help = `
In this order, and what is there already stays as it is:
  1. the credentials must be of the account in the configuration, ${accountId}
  2. Auto Scaling's service-linked role is made when the account has none
  3. the region's two buckets, of Terraform's states and of logs, are made when they are missing, bare and closed
     to the public; a name that belongs to somebody else is an error, and neither is made then
  4. the region's foundation is applied, as apply does it: that plan which somebody agrees to; the first one adopts
     the buckets
The foundation is all settings of the buckets, and the log of traffic that the default VPC refused. It comes before
the region's environments, and again when an environment is added.

The plan and the question go to the terminal, on standard error. Without a terminal nobody is asked, and the plan goes
to standard output: write --yes to agree beforehand. Running it again, after whatever end, goes on where it ended; two
at the same time wait for each other, as long as --lock-timeout says: one apply takes a minute or two.

${exitCodesHelp(outcomes, misconfigured)}

It needs Terraform 1.10 or newer, and AWS credentials that may administer the account. They come from the SDK's
default chain; AWS_ENDPOINT_URL and those of S3, IAM and STS are honoured.

Examples:
  bin/testapp bootstrap ${regions[0]}
  bin/testapp bootstrap ${regions[0]} --yes`;

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
    .action(bootstrap);
  addHelp(command, help, `REGION is one of ${regions.join(", ")}.`);
}

const headlines = {
  failed: "ERROR {}: the region isn't ready",
  notAgreed: "NOT APPLIED {}: there is something to apply, and nobody agreed",
  interrupted: "INTERRUPTED {}: the region isn't ready; run it again to go on",
} as const;

/** How an apply's outcome ends the command, where it isn't an error. */
const ends: Partial<Readonly<Record<Outcome, keyof typeof outcomes>>> = {
  APPLIED: "ready",
  NOTHING_TO_DO: "ready",
  DECLINED: "notAgreed",
  INTERRUPTED: "interrupted",
};

function endOf({ outcome, applied }: ApplyReport, wasInterrupted: boolean): keyof typeof outcomes {
  const end = ends[outcome];
  if (end !== undefined) return end;
  // Run again, it goes on where it ended: only while the state holds what was done.
  const isSaved = outcome !== "UNKNOWN" && !applied?.keptState;
  return wasInterrupted && isSaved ? "interrupted" : "failed";
}

/** Makes a region ready, and says what it does and did. */
async function bootstrap(
  region: string,
  { yes, lockTimeout }: BootstrapOptions,
  command: Command,
): Promise<void> {
  if (!regions.includes(region))
    return command.error(
      `error: unknown region ${JSON.stringify(region)}: it is one of ${regions.join(", ")}`,
    );
  // Anything but a result is an error, also an end that nobody foresaw.
  process.exitCode = outcomes.failed.exitCode;
  const foundation = loadFoundation(region);
  // Loaded only now: the AWS SDK takes its time.
  const { prepareAccount } = await import("../../operations/bootstrap/account");
  const { accountPort } = await import("../../operations/bootstrap/aws");
  const { Clients } = await import("../../operations/aws/clients");
  const { LiveApply } = await import("../output/live-apply");

  using live = new LiveApply(foundation, "text");
  using aws = new Clients(region);
  const done: string[] = [];
  const changed = (what: string) => {
    done.push(what);
    writeProgress(what);
  };
  const asks = !yes && process.stdin.isTTY && process.stderr.isTTY;
  let unshown = false;
  const ask = async (plan: EnvironmentReport): Promise<Answer> => {
    if (asks) return live.ask(plan);
    live.endView();
    unshown = true;
    await showOnStandardOutput(plan);
    unshown = false;
    return yes ? "yes" : "no";
  };
  try {
    await prepareAccount({
      ...foundation,
      port: accountPort(aws),
      signal: live.signal,
      say: writeProgress,
      changed,
    });
    // Another's apply may be waited for as long as --lock-timeout says; a foundation has nothing that settles.
    const times = { lockTimeout, planTimeout: 86_400, watchTimeout: 0, pollInterval: 1 };
    const options = { ...times, additions: true };
    const report = await live.run({ kind: "ask", ask }, options);
    const end = unshown ? "failed" : endOf(report, live.signal.aborted);
    if (end !== "ready")
      throw new BootstrapFailure(
        end,
        reasonsIn(report, !asks && !yes && end === "notAgreed"),
        report.cause,
      );
    if (report.outcome === "APPLIED") done.push(`${foundation.id} was applied`);
    process.stdout.write(readyText(region, done));
    process.exitCode = outcomes.ready.exitCode;
  } catch (error) {
    const { outcome, reasons, knownCause } = asFailure(error);
    const until = done.length > 0 ? [`Until then: ${done.join(", and ")}`] : [];
    const where = readOn(outcomes[outcome], knownCause);
    // AWS's and Terraform's own words are among them.
    const why = reasons.map((each) => line(each, 1_000));
    const lines = [headlines[outcome].replace("{}", region), ...why, ...until, where];
    writeProgress(lines.join("\n  "));
    process.exitCode = outcomes[outcome].exitCode;
  }
}

/** The whole plan. */
async function showOnStandardOutput(plan: EnvironmentReport): Promise<void> {
  const { terminalReport } = await import("../../operations/drift/reports/terminal");
  const colour = showsColours(process.stdout);
  const text = terminalReport(plan, { verbose: false, colour, isPart: true, whole: true });
  await writeToPeople(process.stdout, `${text}\n`);
}

function reasonsIn(report: ApplyReport, unasked: boolean): string[] {
  const { reason, plan, details, nextSteps, checkAfter } = report;
  const way = "There is no terminal to ask on: read the plan above, and write --yes to apply it";
  const why = [...plan.reasons, ...details, ...(checkAfter?.reasons ?? []), ...nextSteps];
  return [reason, ...why, ...(unasked ? [way] : [])];
}

function readyText(region: string, done: readonly string[]): string {
  const changes = done.length > 0 ? done : ["Nothing to do: all is there, and as the code says"];
  const lines = [`READY ${region}: its environments can be applied`, ...changes];
  return `${lines.join("\n  ")}\n`;
}
