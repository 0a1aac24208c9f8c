import type { Outcome as ApplyOutcome, ApplyReport } from "../apply/report";
import type { Outcome as BakeOutcome, BakeReport } from "../bake/report";
import type { Outcome as DoctorOutcome, DoctorReport } from "../doctor/report";
import type { EnvironmentReport, Verdict } from "../drift/report";
import type { Outcome, RolloutReport } from "../rollout/report";
import { type Cause, causes } from "./causes";

/** What whoever is on call reads; each section named below is a heading of it. */
export const runbook = "RUNBOOK-investigate.md";

/** The section for whoever has nothing to do: no message names it. */
export const allIsWell = "All is well";

export const verdictSections: Readonly<Record<Verdict, string>> = {
  IN_SYNC: allIsWell,
  PENDING: "PENDING",
  DRIFTED: "DRIFTED",
  DRIFTED_AND_PENDING: "DRIFTED_AND_PENDING",
  INCONCLUSIVE: "INCONCLUSIVE",
  ERROR: "ERROR of a drift check",
};

export const outcomeSections: Readonly<Record<Outcome, string>> = {
  SUCCEEDED: allIsWell,
  DRY_RUN: allIsWell,
  ERROR: "ERROR of a rollout",
  FAILED: "FAILED",
  PARTIAL: "PARTIAL",
  UNKNOWN: "UNKNOWN",
  IN_PROGRESS: "IN_PROGRESS",
  CONFLICT: "CONFLICT",
};

export const applySections: Readonly<Record<ApplyOutcome, string>> = {
  APPLIED: allIsWell,
  NOTHING_TO_DO: allIsWell,
  PLANNED: "PLANNED",
  DECLINED: "DECLINED",
  ERROR: "ERROR of an apply",
  FAILED: "FAILED of an apply",
  UNSETTLED: "UNSETTLED",
  NOT_IN_SYNC: "NOT_IN_SYNC",
  INCONCLUSIVE: "INCONCLUSIVE",
  UNKNOWN: "UNKNOWN of an apply",
  IN_PROGRESS: "IN_PROGRESS of an apply",
  NOT_APPROVED: "NOT_APPROVED",
  INTERRUPTED: "Interrupted",
};

export const bakeSections: Readonly<Record<BakeOutcome, string>> = {
  HEALTHY: allIsWell,
  ERROR: "ERROR of a bake",
  UNHEALTHY: "UNHEALTHY",
  UNKNOWN: "UNKNOWN of a bake",
};

export const doctorSections: Readonly<Record<DoctorOutcome, string>> = {
  READY: allIsWell,
  NOT_READY: "NOT_READY",
  UNKNOWN: "UNKNOWN of the doctor",
};

/** What the document's own exit codes mean: run-updater.sh lists them. */
export const documentExitCodes = [210, 211, 212, 213, 214, 215, 216] as const;
/** Of every other exit code on an instance, which is the updater's own. */
export const updaterSection = "Exit code of the updater";
/** Of the commands that write no report, where no cause is known. */
export const commandSections = {
  secret: "Download credentials not put",
  databaseUser: "Backoffice user missing",
  bootstrap: "Region not ready",
  notAgreed: "Foundation not agreed to",
  interrupted: "Interrupted",
} as const;

/** The line that says where to read on after a drift check; undefined when there is nothing to do. */
export function afterCheck({ verdict, cause }: EnvironmentReport): string | undefined {
  if (verdict === "IN_SYNC") return undefined;
  return readOn(cause, verdictSections[verdict], verdict === "ERROR");
}

/** The line that says where to read on after a rollout; undefined when there is nothing to do. */
export function afterRollout(report: RolloutReport): string | undefined {
  const { outcome, cause, instances } = report;
  if (outcome === "SUCCEEDED" || outcome === "DRY_RUN") return undefined;
  const failed = instances.filter((instance) => instance.class === "failed");
  const codes = failed.flatMap(({ responseCode }) => exitCodeSection(responseCode) ?? []);
  return readOn(cause, outcomeSections[outcome], outcome === "ERROR", codes);
}

/** The line that says where to read on after an apply; undefined when there is nothing to do. */
export function afterApply({ outcome, cause }: ApplyReport): string | undefined {
  const own = applySections[outcome];
  return own === allIsWell ? undefined : readOn(cause, own, outcome === "ERROR");
}

/** The line that says where to read on after a bake; undefined when there is nothing to do. */
export function afterBake({ outcome, cause }: BakeReport): string | undefined {
  if (outcome === "HEALTHY") return undefined;
  return readOn(cause, bakeSections[outcome], outcome === "ERROR");
}

/** The line that says where to read on after an examination, where each finding has its remedy already. */
export function afterDoctor({ outcome }: DoctorReport): string | undefined {
  return outcome === "READY" ? undefined : readOn(null, doctorSections[outcome], false);
}

/** The line that says where to read on after a command that writes no report. */
export function afterCommand(command: keyof typeof commandSections, cause: Cause | null): string {
  return readOn(cause, commandSections[command], true);
}

/** The section on an exit code of an instance; undefined where it says nothing. */
export function exitCodeSection(code: number | null): string | undefined {
  // Systems Manager gives -1 for what was ended before it had a code.
  if (code === null || code <= 0) return undefined;
  return documentExitCodes.some((each) => each === code) ? `Exit code ${code}` : updaterSection;
}

/** A known cause says more than an error, and less than what has become of a fleet. */
function readOn(
  cause: Cause | null,
  own: string,
  isError: boolean,
  before: readonly string[] = [],
): string {
  // What else is known then comes of the interrupt.
  const isKnown = cause !== null && own !== commandSections.interrupted;
  const known = [...before, ...(isKnown ? [causes[cause]] : [])];
  const sections = new Set(isError && known.length > 0 ? known : [...known, own]);
  return `${runbook}, ${[...sections].map((section) => `"${section}"`).join(" and ")}`;
}
