import type { EnvironmentReport } from "../../../../../src/operations/drift/report";
import { aFinding, anAttribute, anEntry, anEnvironment } from "./sample-reports";

/** A report that holds a text wherever a plan, or the list of accepted differences, may put one. */
export function saturated(text: string): EnvironmentReport {
  const finding = {
    address: text,
    cloudId: text,
    deposed: text,
    because: [text, text],
    reason: text,
    previousAddress: text,
    attributes: [
      anAttribute({ path: text, before: text, after: [text] }),
      anAttribute({ path: text, before: { [text]: text }, after: null, unknown: true }),
    ],
  };
  const entry = { address: text, path: text, reason: text, expires: text };
  return anEnvironment({
    verdict: "DRIFTED",
    reasons: [text],
    commit: text,
    terraformVersion: text,
    plannedAt: text,
    findings: [
      aFinding(finding),
      aFinding({ ...finding, cause: "pending", change: "replace", destructive: true }),
      aFinding({ ...finding, cause: "state-only" }),
      aFinding({ ...finding, accepted: true }),
    ],
    accepted: [anEntry(entry), anEntry({ ...entry, status: "unused" })],
    health: [{ address: text, status: "fail", problems: [text] }],
  });
}
