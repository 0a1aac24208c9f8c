import { failureText } from "../src/operations/aws/calls";
import { Clients } from "../src/operations/aws/clients";
import { type StopReason, systemChance, systemClock } from "../src/operations/aws/clock";
import { putOutcome, putTimeoutMs } from "../src/operations/aws/put-outcome";
import { rollbackPort } from "../src/operations/rollback/aws";
import type { RollbackReport } from "../src/operations/rollback/report";
import { type RollbackRequest, rollback } from "../src/operations/rollback/rollback";
import { type RollbackProgress, rollbackTarget } from "../src/operations/rollback/run";
import { rolloutPort } from "../src/operations/rollout/aws";
import { outcomes, type RolloutReport } from "../src/operations/rollout/report";
import { type RolloutRequest, rollout } from "../src/operations/rollout/rollout";
import { type RolloutProgress, rolloutTarget } from "../src/operations/rollout/surroundings";
import { releasable, rolloutSettings } from "../src/systems/test-app/functions/rollout-settings";
import {
  type FunctionReport,
  hasEnded,
  isGreen,
  RollbackNotSucceeded,
  RolloutNotSucceeded,
  withConsoleStep,
} from "./ending";
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

type Settings = ReturnType<typeof releasable>;

/** What both kinds of work need of an invocation. */
interface Invocation {
  readonly settings: Settings;
  readonly aws: Clients;
  readonly stop: AbortSignal;
  /** Until Lambda ends it, in milliseconds. */
  readonly leftMs: () => number;
  readonly log: (level: Level, content: object) => void;
}

/**
 * Rolls the application out to the environment that the function belongs to, or back, and returns the report. Near
 * its deadline it stops watching, cancels nothing, and returns `IN_PROGRESS` with how to go on.
 *
 * @throws EventError, VariablesError before anything is sent
 * @throws RolloutNotSucceeded, RollbackNotSucceeded where the report isn't one for green
 */
export async function handler(event: unknown, context: FunctionContext): Promise<FunctionReport> {
  const request = requestOf(event);
  const settings = releasable(rolloutSettings(process.env));
  const log = (level: Level, content: object) =>
    writeLine(level, { requestId: context.awsRequestId, environmentId: settings.id, ...content });

  using aws = new Clients(settings.region);
  const deadline = new AbortController();
  const reason: StopReason = "deadline";
  const timer = setTimeout(
    () => deadline.abort(reason),
    context.getRemainingTimeInMillis() - reserveMs,
  );
  const leftMs = () => context.getRemainingTimeInMillis();
  const invocation = { settings, aws, stop: deadline.signal, leftMs, log };
  try {
    return "rollout" in request
      ? await rolledOut(request.rollout, invocation)
      : await rolledBack(request.rollback, invocation);
  } finally {
    clearTimeout(timer); // or it would go off in a later invocation of this process
  }
}

async function rolledOut(
  request: RolloutRequest,
  { settings, aws, stop, leftMs, log: write }: Invocation,
): Promise<RolloutReport> {
  let runId: string | null = null;
  const log = (level: Level, content: object) => write(level, { runId, ...content });
  const newRunId = () => {
    runId = systemChance.newRunId();
    return runId;
  };
  const onProgress = (progress: RolloutProgress) => {
    if (progress.kind === "sent") runId = progress.runId; // a resumed rollout has one already
    log("INFO", progress);
  };
  const report = withConsoleStep(
    await rollout(rolloutTarget(settings), request, {
      port: rolloutPort(aws),
      clock: systemClock,
      chance: { ...systemChance, newRunId },
      stop,
      onProgress,
    }),
  );
  log(isGreen(report) ? "INFO" : "ERROR", { kind: "report", report });
  // As with `rollout --metric`, what can't be told changes nothing.
  if (hasEnded(report)) {
    const { kind } = outcomes[report.outcome];
    const patienceMs = Math.min(putTimeoutMs, Math.max(0, leftMs() - returnMs));
    await putOutcome(aws, "rollout", settings.id, kind, patienceMs).catch((error) =>
      log("ERROR", { kind: "untold outcome", reason: failureText(error) }),
    );
  }
  if (!isGreen(report)) throw new RolloutNotSucceeded(report);
  return report;
}

async function rolledBack(
  request: RollbackRequest,
  { settings, aws, stop, log }: Invocation,
): Promise<RollbackReport> {
  const report = withConsoleStep(
    await rollback(rollbackTarget(settings), request, {
      port: rollbackPort(aws),
      clock: systemClock,
      chance: systemChance,
      stop,
      onProgress: (progress: RollbackProgress) => log("INFO", progress),
    }),
  );
  log(isGreen(report) ? "INFO" : "ERROR", { kind: "report", report });
  if (!isGreen(report)) throw new RollbackNotSucceeded(report);
  return report;
}
