import { z } from "zod";
import { environmentReportSchema, exitCodes as verdictCodes } from "../drift/report";
import { exitCodes as rolloutCodes, rolloutReportSchema } from "../rollout/report";

/** What a report is of. The pipeline writes it to `ENV.NAME.json`, so that one that is missing has a name, too. */
export const reportNames = [
  "drift-check",
  "before-rollout",
  "rollout",
  "bake",
  "plan",
  "apply",
] as const;
export type ReportName = (typeof reportNames)[number];

/** What one report says, or that it can't be read. */
export interface Finding {
  readonly name: ReportName;
  /** The report's own verdict or outcome, such as `IN_SYNC`, or why there is none. */
  readonly word: string;
  readonly state: "good" | "bad" | "unknown";
  readonly reasons: readonly string[];
  /** What to do now, such as how to resume a rollout. */
  readonly nextSteps: readonly string[];
}

/** What the reports of an apply and of a bake have in common. */
const commonSchema = z.looseObject({
  environment: z.string(),
  outcome: z.string(),
  reason: z.string().optional(),
  nextSteps: z.array(z.string()).optional(),
});

/** Words that are good news, with their report; every other word isn't. */
const goodWords: Readonly<Record<"bake" | "plan" | "apply", readonly string[]>> = {
  bake: ["HEALTHY"],
  plan: ["PLANNED", "NOTHING_TO_DO"],
  apply: ["APPLIED", "NOTHING_TO_DO"],
};
const badWords = ["ERROR", "UNHEALTHY", "FAILED", "UNSETTLED", "NOT_IN_SYNC", "NOT_APPROVED"];

/**
 * What a report says of an environment. What can't be read, or is another environment's, is `unknown`, and
 * never a success.
 *
 * @param text undefined where there is no such file
 */
export function findingOf(
  environment: string,
  name: ReportName,
  text: string | undefined,
): Finding {
  if (text === undefined)
    return unreadable(name, "MISSING", "its command was begun, and there is no report");
  const read = readers[name](name, parsed(text));
  if (read === undefined) return unreadable(name, "UNREADABLE", "it is no such report");
  return read.environment === environment
    ? read.finding
    : unreadable(name, "UNREADABLE", `it is of ${read.environment}`);
}

type Read = { readonly environment: string | null; readonly finding: Finding } | undefined;
type Reader = (name: ReportName, report: unknown) => Read;

const readers: Readonly<Record<ReportName, Reader>> = {
  "drift-check": readDrift,
  "before-rollout": readDrift,
  rollout: readRollout,
  bake: (name, report) => readCommon(name, report, goodWords.bake),
  plan: (name, report) => readCommon(name, report, goodWords.plan),
  apply: (name, report) => readCommon(name, report, goodWords.apply),
};

function readDrift(name: ReportName, report: unknown): Read {
  const { data } = environmentReportSchema.safeParse(report);
  if (data === undefined) return undefined;
  const { environment, verdict, reasons, counts } = data;
  const found =
    verdictCodes[verdict] === 2 ? [`${counts.drift} drift, ${counts.pending} pending`] : [];
  const state = stateOf(verdictCodes[verdict]);
  return {
    environment,
    finding: { name, word: verdict, state, reasons: [...reasons, ...found], nextSteps: [] },
  };
}

function readRollout(name: ReportName, report: unknown): Read {
  const { data } = rolloutReportSchema.safeParse(report);
  if (data === undefined) return undefined;
  const { environment, outcome, reason, nextSteps } = data;
  // A dry run has sent nothing.
  const state = outcome === "DRY_RUN" ? "bad" : stateOf(rolloutCodes[outcome]);
  return { environment, finding: { name, word: outcome, state, reasons: [reason], nextSteps } };
}

function readCommon(name: ReportName, report: unknown, good: readonly string[]): Read {
  const { data } = commonSchema.safeParse(report);
  if (data === undefined) return undefined;
  const { environment, outcome, reason, nextSteps = [] } = data;
  const state = good.includes(outcome) ? "good" : badWords.includes(outcome) ? "bad" : "unknown";
  const reasons = reason === undefined ? [] : [reason];
  return { environment, finding: { name, word: outcome, state, reasons, nextSteps } };
}

function stateOf(exitCode: number): Finding["state"] {
  if (exitCode === 0) return "good";
  return exitCode === 3 ? "unknown" : "bad";
}

function unreadable(name: ReportName, word: string, reason: string): Finding {
  return { name, word, state: "unknown", reasons: [reason], nextSteps: [] };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
