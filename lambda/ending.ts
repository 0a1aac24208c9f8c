import type { RollbackReport } from "../src/operations/rollback/report";
import type { RolloutReport } from "../src/operations/rollout/report";

/** What the function returns. */
export type FunctionReport = RolloutReport | RollbackReport;

/**
 * Outcomes that the console may show in green. Not among them is `UNKNOWN`, because what can't be learnt
 * is no success; `IN_PROGRESS` is, because it goes on and its end is still to be seen.
 */
const green: readonly string[] = ["SUCCEEDED", "DRY_RUN", "IN_PROGRESS"];

export function isGreen({ outcome }: Pick<FunctionReport, "outcome">): boolean {
  return green.includes(outcome);
}

/**
 * Whether there is an outcome to tell: a dry run has none, and one that goes on is told by whoever resumes it. Each
 * rollout that outlasts the function would ring otherwise; a command that stops watching was broken off, and rings.
 */
export function hasEnded({ outcome }: RolloutReport): boolean {
  return outcome !== "DRY_RUN" && outcome !== "IN_PROGRESS";
}

/** The report with what to do in the console, before what to do in a terminal. */
export function withConsoleStep<Report extends FunctionReport>(report: Report): Report {
  const step = consoleStep(report);
  if (report.nextSteps.length === 0 || step === undefined) return report;
  return { ...report, nextSteps: [step, ...report.nextSteps] };
}

function consoleStep(report: FunctionReport): string | undefined {
  if (!("commandIds" in report))
    return report.outcome === "IN_PROGRESS"
      ? `see how it ends: test this function with {"rollback": "…", "to": "${report.restorePoint?.runId}"}`
      : undefined;
  const [commandId] = report.commandIds;
  return commandId && `see how it ends: test this function with {"commandId": "${commandId}"}`;
}

/** Nothing was sent, or what was sent did not succeed: the console shows this in red. */
export class RolloutNotSucceeded extends Error {
  override readonly name = "RolloutNotSucceeded";

  constructor({ outcome, environment, reason, commandIds, runId, nextSteps }: RolloutReport) {
    const facts = [
      `Commands: ${commandIds.join(", ") || "none"}`,
      `Run id: ${runId ?? "none"}`,
      ...nextSteps,
    ];
    super(`${outcome} in ${environment}. ${reason}. ${facts.join(". ")}`);
  }
}

/** The instances don't run the restore point, or nobody knows: the console shows this in red. */
export class RollbackNotSucceeded extends Error {
  override readonly name = "RollbackNotSucceeded";

  constructor({ outcome, environment, reason, refreshId, nextSteps }: RollbackReport) {
    const facts = [`Instance refresh: ${refreshId ?? "none"}`, ...nextSteps];
    super(`${outcome} in ${environment}. ${reason}. ${facts.join(". ")}`);
  }
}
