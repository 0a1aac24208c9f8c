import { loadDeployments } from "../../estate/deployments";
import type { Answer } from "../../operations/apply/decision";
import type { ApplyReport, Outcome } from "../../operations/apply/report";
import { Clients } from "../../operations/aws/clients";
import { prepareAccount } from "../../operations/bootstrap/account";
import { accountPort } from "../../operations/bootstrap/aws";
import { BootstrapFailure, exitCodes } from "../../operations/bootstrap/failure";
import type { EnvironmentReport } from "../../operations/drift/report";
import { terminalReport } from "../../operations/drift/reports/terminal";
import { afterCommand } from "../../operations/report/runbook";
import { LiveApply } from "../output/live-apply";
import { showsColours, writeProgress, writeToPeople } from "../output/streams";

export interface BootstrapOptions {
  readonly yes?: true;
  readonly lockTimeout: number;
}

const headlines = {
  failed: "ERROR {}: the region isn't ready",
  notAgreed: "NOT APPLIED {}: there is something to apply, and nobody agreed",
  interrupted: "INTERRUPTED {}: the region isn't ready; run it again to go on",
} as const;

const noTerminal =
  "There is no terminal to ask on: read the plan above, and write --yes to apply it";

/** How an apply's outcome ends the command, where it isn't an error. */
const ends: Partial<Readonly<Record<Outcome, keyof typeof exitCodes>>> = {
  APPLIED: "ready",
  NOTHING_TO_DO: "ready",
  DECLINED: "notAgreed",
  INTERRUPTED: "interrupted",
};

/**
 * Makes a region ready, and says what it does and did.
 *
 * @returns the exit code
 * @throws ConfigurationError
 */
export async function runBootstrap(
  region: string,
  { yes, lockTimeout }: BootstrapOptions,
): Promise<number> {
  const foundation = loadDeployments().find((each) => each.region === region && each.bare !== null);
  if (!foundation?.bare) throw new Error(`There is no foundation in ${region}`);
  using live = new LiveApply(foundation, "text");
  using aws = new Clients(region);
  const done: string[] = [];
  const asks = !yes && process.stdin.isTTY && process.stderr.isTTY;
  const ask = (plan: EnvironmentReport) =>
    asks ? live.ask(plan) : shown(plan, yes ? "yes" : "no", live);
  try {
    await prepareAccount({
      account: foundation.account,
      bare: foundation.bare,
      port: accountPort(aws),
      signal: live.signal,
      say: writeProgress,
      changed: (what: string) => {
        done.push(what);
        writeProgress(what);
      },
    });
    // Another's apply may be waited for as long as --lock-timeout says; a foundation has nothing that settles.
    const times = { lockTimeout, planTimeout: 86_400, watchTimeout: 0, pollInterval: 1 };
    const report = await live.run({ kind: "ask", ask }, times);
    const end = ends[report.outcome] ?? (live.signal.aborted ? "interrupted" : "failed");
    const way = end === "notAgreed" && !asks ? [noTerminal] : [];
    if (end !== "ready")
      throw new BootstrapFailure(end, [...reasonsIn(report), ...way], report.cause);
    if (report.outcome === "APPLIED") done.push(`${foundation.id} was applied`);
    process.stdout.write(readyText(region, done));
    return exitCodes.ready;
  } catch (error) {
    if (!(error instanceof BootstrapFailure)) throw error;
    const { outcome, reasons, knownCause } = error;
    const until = done.length > 0 ? [`Until then: ${done.join(", and ")}`] : [];
    const readOn = afterCommand(outcome === "failed" ? "bootstrap" : outcome, knownCause);
    const lines = [headlines[outcome].replace("{}", region), ...reasons, ...until, readOn];
    writeProgress(lines.join("\n  "));
    return exitCodes[outcome];
  }
}

/** Shows a plan that nobody is asked about. */
async function shown(plan: EnvironmentReport, answer: Answer, live: LiveApply): Promise<Answer> {
  live.endView();
  const colour = showsColours(process.stdout);
  const text = terminalReport(plan, { verbose: false, colour, isPart: true, whole: true });
  await writeToPeople(process.stdout, `${text}\n`);
  return answer;
}

function reasonsIn({ reason, details, nextSteps, plan }: ApplyReport): string[] {
  return [reason, ...plan.reasons, ...details, ...nextSteps];
}

function readyText(region: string, done: readonly string[]): string {
  const changes = done.length > 0 ? done : ["Nothing to do: all is there, and as the code says"];
  const lines = [`READY ${region}: its environments can be applied`, ...changes];
  return `${lines.join("\n  ")}\n`;
}
