import type { Outcome as ApplyOutcome, ApplyReport } from "../apply/report";
import type { Outcome as BakeOutcome, BakeReport } from "../bake/report";
import type { Outcome as DoctorOutcome, DoctorReport } from "../doctor/report";
import type { EnvironmentReport, Verdict } from "../drift/report";
import type { Outcome, RolloutReport } from "../rollout/report";

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

/** Sentences of ours that name a cause, and the section that it has. The first that is said counts. */
export const causeSections: readonly (readonly [says: RegExp, section: string])[] = [
  [/The state is locked by/, "State locked"],
  [/The providers don't match \.terraform\.lock\.hcl/, "Provider lock file"],
  [/AWS doesn't accept the credentials|\. Log in anew, or let the agent's role/, "Credentials"],
  [/No AWS credentials were found/, "Credentials"],
  [/are another account's|are of the account|, and not in \d{12}: use that/, "Wrong account"],
  [/AWS throttles the account|failed, (Throttl|RequestLimit|TooMany)/, "Throttled"],
  [/The bucket of Terraform's state doesn't exist/, "Bucket missing"],
  [/The credentials don't permit|The role in use may not do this/, "Permission denied"],
  [/A provider can't be downloaded|Another process has been installing/, "Provider download"],
  [/A provider or Terraform crashed/, "Terraform crashed"],
  [/AWS can't be reached|failed, no answer within/, "AWS unreachable"],
  [/install Terraform \d/, "Terraform missing or old"],
  [/cdktf synth (failed|took)/, "Synth failed"],
  [/^The plan can't be judged, (so|and)/, "INCONCLUSIVE"],
  [/was interrupted( \(|,| and|$)|Terraform has ended$|It took longer than/, "Interrupted"],
  [/[Dd]rift report|[Tt]he drift check('s plan)? (says|is|was)/, "Drift report refused"],
  [/Systems Manager can't reach/, "SSM agent offline"],
  [/^No instance of .* is in service/, "Nobody in service"],
  [/The instance refresh .* has ended as|No instance refresh was seen/, "Instance refresh failed"],
  [/The state could not be saved/, "State not saved"],
  [/The bucket .* (belongs|is there, and may not|is in another region)/, "State bucket not usable"],
  [/There is no auto scaling group|The document .* is /, "Environment not applied"],
  [/The account has no auto scaling group|has no target group$/, "Environment not applied"],
  [/isn't in .*: apply the environment's infrastructure/, "Environment not applied"],
  [/The command .* is of the document|There is no command/, "Command not found"],
  [/No rollout sent the command/, "Command not found"],
  [/^connecting to .* failed/, "Database refuses connections"],
  [/This function was changed by hand/, "Function changed by hand"],
];

/** The line that says where to read on after a drift check; undefined when there is nothing to do. */
export function afterCheck({ verdict, reasons }: EnvironmentReport): string | undefined {
  if (verdict === "IN_SYNC") return undefined;
  return readOn(reasons, verdictSections[verdict], verdict === "ERROR");
}

/** The line that says where to read on after a rollout; undefined when there is nothing to do. */
export function afterRollout(report: RolloutReport): string | undefined {
  const { outcome, reason, instances } = report;
  if (outcome === "SUCCEEDED" || outcome === "DRY_RUN") return undefined;
  const failed = instances.filter((instance) => instance.class === "failed");
  const codes = failed.flatMap(({ responseCode }) => exitCodeSection(responseCode) ?? []);
  return readOn([reason], outcomeSections[outcome], outcome === "ERROR", codes);
}

/** The line that says where to read on after an apply; undefined when there is nothing to do. */
export function afterApply(report: ApplyReport): string | undefined {
  const { outcome, reason, details, nextSteps, plan } = report;
  const own = applySections[outcome];
  if (own === allIsWell) return undefined;
  return readOn([reason, ...details, ...nextSteps, ...plan.reasons], own, outcome === "ERROR");
}

/** The line that says where to read on after a bake; undefined when there is nothing to do. */
export function afterBake({ outcome, reason }: BakeReport): string | undefined {
  if (outcome === "HEALTHY") return undefined;
  return readOn([reason], bakeSections[outcome], outcome === "ERROR");
}

/** The line that says where to read on after an examination, where each finding has its remedy already. */
export function afterDoctor({ outcome }: DoctorReport): string | undefined {
  return outcome === "READY" ? undefined : readOn([], doctorSections[outcome], false);
}

/** The line that says where to read on after a command that gives reasons, and no report. */
export function afterCommand(
  command: keyof typeof commandSections,
  ...reasons: readonly string[]
): string {
  return readOn(reasons, commandSections[command], true);
}

/** The section on an exit code of an instance; undefined where it says nothing. */
export function exitCodeSection(code: number | null): string | undefined {
  // Systems Manager gives -1 for what was ended before it had a code.
  if (code === null || code <= 0) return undefined;
  return documentExitCodes.some((each) => each === code) ? `Exit code ${code}` : updaterSection;
}

/** A known cause says more than an error, and less than what has become of a fleet. */
function readOn(
  reasons: readonly string[],
  own: string,
  isError: boolean,
  before: readonly string[] = [],
): string {
  // What else is said then comes of the interrupt.
  const telling = own === commandSections.interrupted ? [] : reasons;
  const cause = causeSections.find(([says]) => telling.some((reason) => says.test(reason)))?.[1];
  const known = [...before, ...(cause === undefined ? [] : [cause])];
  const sections = new Set(isError && known.length > 0 ? known : [...known, own]);
  return `${runbook}, ${[...sections].map((section) => `"${section}"`).join(" and ")}`;
}
