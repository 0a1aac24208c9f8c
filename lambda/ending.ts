import type { Outcome, RolloutReport } from "../src/operations/rollout/report";

/**
 * Outcomes that the console may show in green. Not among them is `UNKNOWN`, because what can't be learnt
 * is no success; `IN_PROGRESS` is, because the rollout goes on and its end is still to be seen.
 */
const green: readonly Outcome[] = ["SUCCEEDED", "DRY_RUN", "IN_PROGRESS"];

export function isGreen({ outcome }: RolloutReport): boolean {
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
export function withConsoleStep(report: RolloutReport): RolloutReport {
  const [commandId] = report.commandIds;
  if (report.nextSteps.length === 0 || commandId === undefined) return report;
  const step = `see how it ends: test this function with {"commandId": "${commandId}"}`;
  return { ...report, nextSteps: [step, ...report.nextSteps] };
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
