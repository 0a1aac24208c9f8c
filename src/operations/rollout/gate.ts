import * as z from "zod";
import { type Additions, driftReportSchema, environmentReportSchema } from "../drift/report";
import type { Cause } from "../report/causes";

/** Whether a drift check allows a rollout. */
export type Gate =
  | { readonly open: true; readonly note: string }
  | { readonly open: false; readonly reasons: readonly string[]; readonly cause: Cause };

/** Where nobody gives a drift report. */
export const ungated: Gate = {
  open: true,
  note: "No drift check gates this rollout: --drift-report FILE would",
};

export interface GateQuestion {
  readonly environment: string;
  /** Of the code that is here, as the drift check writes it: `-dirty` behind it when the tree is. */
  readonly commit: string;
  /** Milliseconds since 1970. */
  readonly now: number;
  readonly maxAgeMinutes: number;
  /** Who holds updates now, as a clause: a check of before that hold says nothing (default: nobody is asked). */
  readonly hold?: string | null;
}

/** Clocks of two agents may differ by so much. */
const clockToleranceMs = 60_000;

/**
 * Whether a drift report allows a rollout: it must say `IN_SYNC` for this environment and this commit, and
 * must not be older than allowed. Whatever is not such a report refuses.
 *
 * @param report one environment's or several, as parsed JSON; undefined when it can't be read
 */
export function judgeGate(report: unknown, question: GateQuestion): Gate {
  const environments = environmentsOf(report);
  if (environments === undefined) {
    const reason =
      "The drift report can't be read, or is none: make it with drift-check --json FILE";
    return refused(reason);
  }
  const own = environments.filter(({ environment }) => environment === question.environment);
  const [only] = own;
  if (only === undefined || own.length > 1) {
    const reason = `The drift report names ${question.environment} ${own.length === 0 ? "not at all" : "more than once"}: check it, and no other`;
    return refused(reason);
  }
  const reasons = [
    verdictRefusal(only.verdict),
    commitRefusal(only.commit, question),
    ageRefusal(only.plannedAt, question),
    additionsRefusal(only.additions),
    holdRefusal(only.held, question),
  ].filter((reason) => reason !== undefined);
  return reasons.length > 0
    ? refused(...reasons)
    : { open: true, note: `The drift check of ${only.plannedAt} says IN_SYNC for this commit` };
}

/** Shut, because of what the drift report says or lacks. */
export function refused(...reasons: readonly string[]): Gate {
  return { open: false, reasons, cause: "drift-report-refused" };
}

function environmentsOf(report: unknown) {
  const one = environmentReportSchema.safeParse(report);
  if (one.success) return [one.data];
  return driftReportSchema.safeParse(report).data?.environments;
}

function verdictRefusal(verdict: string): string | undefined {
  return verdict === "IN_SYNC"
    ? undefined
    : `The drift check says ${verdict}, and only IN_SYNC allows a rollout: bring code and cloud together first`;
}

/** What nobody has looked for may be there: a port that is open to all, another account's way in. */
function additionsRefusal({ called, because }: Additions): string | undefined {
  return called
    ? undefined
    : `The drift check hasn't looked for what was added by hand (${because}): check again, without --no-additions`;
}

function holdRefusal(held: string | null, { hold }: GateQuestion): string | undefined {
  return hold === undefined || held === hold
    ? undefined
    : "The drift check was made before updates were held so: check again";
}

function commitRefusal(commit: string | null, question: GateQuestion): string | undefined {
  return commit === question.commit
    ? undefined
    : `The drift check is of ${commit === null ? "an unknown commit" : `commit ${commit}`}, and the code here is ${question.commit}: check this commit`;
}

function ageRefusal(plannedAt: string | null, question: GateQuestion): string | undefined {
  const age = question.now - Date.parse(plannedAt ?? "");
  // Without a zone it would be read in this machine's own.
  if (!z.iso.datetime({ offset: true }).safeParse(plannedAt).success || Number.isNaN(age))
    return "The drift report doesn't say when its plan was made: check again";
  if (age < -clockToleranceMs) {
    return `The drift check's plan was made at ${plannedAt}, which is in the future: set the clocks, and check again`;
  }
  return age <= question.maxAgeMinutes * 60_000
    ? undefined
    : `The drift check is ${Math.ceil(age / 60_000)} minutes old, and ${question.maxAgeMinutes} are allowed: check again`;
}
