import { outcomes as applyOutcomes, applyReportSchema } from "../apply/report";
import { outcomes as bakeOutcomes, bakeReportSchema } from "../bake/report";
import { environmentReportSchema, verdicts } from "../drift/report";
import type { Kind } from "../report/outcomes";
import { parsedJson } from "../report/parsed-json";
import { outcomes as rolloutOutcomes, rolloutReportSchema } from "../rollout/report";

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
  readonly state: Kind;
  readonly reasons: readonly string[];
  /** What to do now, such as how to resume a rollout. */
  readonly nextSteps: readonly string[];
}

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
  const read = readers[name](name, parsedJson(text));
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
  bake: readBake,
  plan: readApply,
  apply: readApply,
};

function readDrift(name: ReportName, report: unknown): Read {
  const { data } = environmentReportSchema.safeParse(report);
  if (data === undefined) return undefined;
  const { environment, verdict, reasons, counts } = data;
  const found =
    verdicts[verdict].exitCode === 2
      ? [`${counts.drift} drift, ${counts.pending} pending, ${counts.unmanaged} unmanaged`]
      : [];
  const state = verdicts[verdict].kind;
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
  const state = outcome === "DRY_RUN" ? "bad" : rolloutOutcomes[outcome].kind;
  return { environment, finding: { name, word: outcome, state, reasons: [reason], nextSteps } };
}

function readBake(name: ReportName, report: unknown): Read {
  const { data } = bakeReportSchema.safeParse(report);
  if (data === undefined) return undefined;
  const { environment, outcome, reason, troubles } = data;
  const state = bakeOutcomes[outcome].kind;
  return {
    environment,
    finding: { name, word: outcome, state, reasons: [reason, ...troubles], nextSteps: [] },
  };
}

function readApply(name: ReportName, report: unknown): Read {
  const { data } = applyReportSchema.safeParse(report);
  if (data === undefined) return undefined;
  const { environment, outcome, reason, nextSteps } = data;
  // A plan that is there is all that was asked of a plan, and not of an apply.
  const isPlanAlone = name === "apply" && outcome === "PLANNED";
  const state = isPlanAlone ? "bad" : applyOutcomes[outcome].kind;
  return { environment, finding: { name, word: outcome, state, reasons: [reason], nextSteps } };
}

function unreadable(name: ReportName, word: string, reason: string): Finding {
  return { name, word, state: "unknown", reasons: [reason], nextSteps: [] };
}
