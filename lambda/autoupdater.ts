import { failureText } from "../src/operations/aws/calls";
import { Clients } from "../src/operations/aws/clients";
import { type StopReason, systemChance, systemClock } from "../src/operations/aws/clock";
import { putOutcome, putTimeoutMs } from "../src/operations/aws/put-outcome";
import { rolloutPort } from "../src/operations/rollout/aws";
import { outcomes, type RolloutReport } from "../src/operations/rollout/report";
import { rollout } from "../src/operations/rollout/rollout";
import { type RolloutProgress, rolloutTarget } from "../src/operations/rollout/surroundings";
import { releasable, rolloutSettings } from "../src/systems/test-app/functions/rollout-settings";
import { hasEnded, isGreen, RolloutNotSucceeded, withConsoleStep } from "./ending";
import { requestOf } from "./event";
import { type Level, writeLine } from "./log";

/** What the function reads of Lambda's context. */
export interface FunctionContext {
  readonly awsRequestId: string;
  getRemainingTimeInMillis(): number;
}

/** Kept for the end: a send under way is waited for, the report is made, written and returned. */
export const reserveMs = 15_000;

/** Kept when CloudWatch has been told the outcome, or can't be: to return the report. */
const returnMs = 2_000;

/**
 * Rolls the application out to the environment that the function belongs to, and returns the report. Near
 * its deadline it stops watching, cancels nothing, and returns `IN_PROGRESS` with the command to resume.
 *
 * @throws EventError, VariablesError before anything is sent
 * @throws RolloutNotSucceeded where the report isn't one for green
 */
export async function handler(event: unknown, context: FunctionContext): Promise<RolloutReport> {
  const request = requestOf(event);
  const target = rolloutTarget(releasable(rolloutSettings(process.env)));
  const { environmentId, region } = target;

  let runId: string | null = null;
  const log = (level: Level, content: object) =>
    writeLine(level, { requestId: context.awsRequestId, environmentId, runId, ...content });
  const newRunId = () => {
    runId = systemChance.newRunId();
    return runId;
  };
  const onProgress = (progress: RolloutProgress) => {
    if (progress.kind === "sent") runId = progress.runId; // a resumed rollout has one already
    log("INFO", progress);
  };

  using aws = new Clients(region);
  const deadline = new AbortController();
  const reason: StopReason = "deadline";
  const timer = setTimeout(
    () => deadline.abort(reason),
    context.getRemainingTimeInMillis() - reserveMs,
  );
  try {
    const report = withConsoleStep(
      await rollout(target, request, {
        port: rolloutPort(aws),
        clock: systemClock,
        chance: { ...systemChance, newRunId },
        stop: deadline.signal,
        onProgress,
      }),
    );
    log(isGreen(report) ? "INFO" : "ERROR", { kind: "report", report });
    // As with `rollout --metric`, what can't be told changes nothing.
    if (hasEnded(report)) {
      const { kind } = outcomes[report.outcome];
      const leftMs = Math.max(0, context.getRemainingTimeInMillis() - returnMs);
      await putOutcome(aws, "rollout", environmentId, kind, Math.min(putTimeoutMs, leftMs)).catch(
        (error) => log("ERROR", { kind: "untold outcome", reason: failureText(error) }),
      );
    }
    if (!isGreen(report)) throw new RolloutNotSucceeded(report);
    return report;
  } finally {
    clearTimeout(timer); // or it would go off in a later invocation of this process
  }
}
