import type { Cause } from "../report/causes";
import { type EnvironmentReport, schemaVersion } from "./report";

/**
 * The report on an environment of which there is no plan.
 *
 * @param reasons why, one line each
 */
export function errorReport(
  environment: string | null,
  reasons: readonly string[],
  cause: Cause | null = null,
  commit: string | null = null,
): EnvironmentReport {
  return {
    schemaVersion,
    environment,
    verdict: "ERROR",
    reasons: [...reasons],
    cause,
    commit,
    terraformVersion: null,
    providerVersions: null,
    plannedAt: null,
    state: null,
    planFingerprint: null,
    counts: { drift: 0, pending: 0, stateOnly: 0, destructive: 0, accepted: 0 },
    findings: [],
    accepted: [],
    health: [],
  };
}
