import * as z from "zod";
import type { Section } from "./sections";

/**
 * Causes that have a section of the runbook. An error that has one is made with the cause's name, and every report
 * carries it: nobody has to recognise a sentence. Of several, the first here counts.
 */
export const causes = {
  "state-not-saved": "State not saved",
  "state-locked": "State locked",
  "provider-lock-file": "Provider lock file",
  credentials: "Credentials",
  "secret-deleted": "Secret scheduled for deletion",
  "wrong-account": "Wrong account",
  throttled: "Throttled",
  "bucket-missing": "Bucket missing",
  "permission-denied": "Permission denied",
  "provider-download": "Provider download",
  "terraform-crashed": "Terraform crashed",
  "aws-unreachable": "AWS unreachable",
  "terraform-missing": "Terraform missing or old",
  "synth-failed": "Synth failed",
  inconclusive: "INCONCLUSIVE",
  interrupted: "Interrupted",
  "time-limit": "Interrupted",
  "drift-report-refused": "Drift report refused",
  "no-restore-point": "No restore point",
  "restore-point": "Restore point not made",
  "updates-held": "Updates held",
  "agent-offline": "SSM agent offline",
  "nobody-in-service": "Nobody in service",
  "too-few-in-service": "Too few in service",
  "instance-refresh-running": "Instance refresh running",
  "instance-refresh-failed": "Instance refresh failed",
  "state-bucket-not-usable": "State bucket not usable",
  "not-applied": "Environment not applied",
  "command-refused": "Command refused",
  "command-not-found": "Command not found",
  "database-refuses": "Database refuses connections",
  "function-changed": "Function changed by hand",
} as const satisfies Record<string, Section>;

export type Cause = keyof typeof causes;
const names = Object.keys(causes) as [Cause, ...Cause[]];

/** Of a report: null where the outcome says all that is known. */
export const causeSchema = z
  .enum(names)
  .nullable()
  .meta({ description: "Name of a known cause, which has a section in the runbook" });

/** The one of several that counts. */
export function firstCause(...found: readonly (Cause | null)[]): Cause | null {
  return names.find((name) => found.includes(name)) ?? null;
}

/** The cause that an error was made with: not the standard's `cause`, which is what the error follows from. */
export function causeOf(error: unknown): Cause | null {
  const { knownCause = null } = (error ?? {}) as { readonly knownCause?: Cause | null };
  return knownCause;
}
