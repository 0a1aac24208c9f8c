import { sectionsToRead } from "../report/read-on";
import type { Shown } from "../report/shown";
import { outcomes, type RestoreReport } from "./report";

/** A restore's report as people read it. */
export function shown(report: RestoreReport): Shown {
  const { environment, outcome, reason, cause, nextSteps } = report;
  return {
    operation: "restore",
    subject: environment,
    outcome,
    meaning: outcomes[outcome],
    said: [reason],
    steps: nextSteps,
    facts: facts(report),
    groups: [],
    readOn: sectionsToRead(outcomes[outcome], cause),
  };
}

function facts(report: RestoreReport): string[] {
  const { database, copy, outcome, compared, leftovers, notes } = report;
  return [
    notes,
    timesOf(report),
    compared === null
      ? []
      : `compared by tables and columns: ${compared.runningTables} running, ${compared.copyTables} in the copy`,
    compared === null || compared.added.length === 0
      ? []
      : `only the copy has ${compared.added.join(", ")}`,
    outcome === "RESTORED" && copy !== null
      ? [
          `the plan then brings ${copy.identifier} monitoring, log exports and windows, and points the parameters, the function and the alarms to it; it destroys nothing`,
          `${database} then stays outside Terraform, protected against deletion, and costs money until somebody deletes it`,
        ]
      : [],
    leftovers.map((each) => `left over from an earlier restore, and it costs: ${each}`),
  ].flat();
}

function timesOf(report: RestoreReport): string[] {
  const { copy, begunAt, restoreTime, latestRestorableTime, restoreSeconds } = report;
  if (begunAt === null || copy === null)
    return latestRestorableTime === null ? [] : [`backups reach up to ${latestRestorableTime}`];
  const moment = restoreTime ?? `the newest moment at ${begunAt}`;
  const took =
    restoreSeconds === null
      ? "how long it took wasn't seen"
      : `available after ${Math.floor(restoreSeconds / 60)} min ${restoreSeconds % 60} s`;
  return [`${copy.identifier}: of ${moment}, begun at ${begunAt}, ${took}`];
}
