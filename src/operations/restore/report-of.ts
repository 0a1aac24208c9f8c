import type { Cause } from "../report/causes";
import type { Choice, RestoreTarget } from "./choose";
import { type Outcome, type RestoreReport, schemaVersion } from "./report";

/** What a restore has learnt so far. */
export interface Known {
  chosen: Choice | null;
  /** When the copy was begun; a request may have been carried out from here on. */
  begunAt: Date | null;
  status: string | null;
  availableAt: Date | null;
  settingsThatDiffer: readonly string[];
  compared: RestoreReport["compared"];
  /** It answers, holds the schema and is set up as the running database: whether its data is right, a person says. */
  couldTakeOver: boolean;
  readonly notes: string[];
}

export function nothingKnown(): Known {
  return {
    chosen: null,
    begunAt: null,
    status: null,
    availableAt: null,
    settingsThatDiffer: [],
    compared: null,
    couldTakeOver: false,
    notes: [],
  };
}

interface Ended {
  readonly outcome: Outcome;
  readonly reason: string;
  readonly cause?: Cause | null;
  readonly startedAt: Date;
  readonly endedAt: Date;
}

/** The report of what is known in the end. */
export function reportOf(
  target: RestoreTarget,
  to: Date | null,
  known: Known,
  { outcome, reason, cause = null, startedAt, endedAt }: Ended,
): RestoreReport {
  const { chosen, begunAt, availableAt } = known;
  return {
    schemaVersion,
    environment: target.environment,
    outcome,
    reason,
    cause,
    startedAt: startedAt.toISOString(),
    endedAt: endedAt.toISOString(),
    database: target.databaseIdentifier,
    copy: chosen && {
      identifier: chosen.identifier,
      identifierSuffix: chosen.suffix,
      status: known.status,
    },
    restoreTime: to?.toISOString() ?? null,
    latestRestorableTime: chosen?.running.LatestRestorableTime?.toISOString() ?? null,
    begunAt: begunAt?.toISOString() ?? null,
    resumed: chosen?.begunAt != null,
    restoreSeconds:
      begunAt && availableAt
        ? Math.round((availableAt.getTime() - begunAt.getTime()) / 1000)
        : null,
    compared: known.compared,
    settingsThatDiffer: [...known.settingsThatDiffer],
    leftovers: [...(chosen?.leftovers ?? [])],
    notes: known.notes,
    nextSteps: chosen === null ? [] : nextSteps(target, chosen, outcome, known.couldTakeOver),
  };
}

function nextSteps(
  { environment, region, configuredIn }: RestoreTarget,
  { identifier, suffix, to }: Choice,
  outcome: Outcome,
  couldTakeOver: boolean,
): string[] {
  const again = `bin/testapp restore ${environment}${to === null ? "" : ` --to ${to.toISOString()}`}`;
  const named = `--region ${region} --db-instance-identifier ${identifier}`;
  const remove = `Nothing else deletes the copy. While nothing uses it: aws rds modify-db-instance ${named} --no-deletion-protection --apply-immediately && aws rds delete-db-instance ${named} --skip-final-snapshot --delete-automated-backups`;
  const change = `To change over, look at the data, and commit in ${configuredIn}, in ${environment}'s own database alone: identifierSuffix: "${suffix}". Before its apply, docs/restore.md, step 3, has Terraform take ${identifier} in place of the running one`;
  const isThere = ["RESTORED", "FAILED", "UNKNOWN"].includes(outcome);
  const goesOn = outcome === "UNKNOWN" || outcome === "IN_PROGRESS";
  return [
    ...(goesOn ? [`To go on: ${again}`] : []),
    ...(couldTakeOver ? [change] : []),
    ...(isThere ? [remove] : []),
  ];
}
