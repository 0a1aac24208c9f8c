import { wordsOf } from "../report/outcomes";
import {
  type DriftReport,
  type EnvironmentReport,
  errorReport,
  schemaVersion,
  type Verdict,
  verdicts,
} from "./report";

/**
 * The report on several environments: in the order in which they are expected, with the worst of their
 * verdicts. One that is missing counts as an `ERROR`; without any there is nothing that could be in sync.
 *
 * @param expected the environments' ids
 */
export function driftReport(
  reports: readonly EnvironmentReport[],
  expected: readonly string[],
): DriftReport {
  const environments = expected.map(
    (id) =>
      reports.find(({ environment }) => environment === id) ??
      errorReport(id, ["This environment was to be checked, and there is no report of it"]),
  );
  return {
    schemaVersion,
    verdict: worst(environments.map(({ verdict }) => verdict)),
    environments,
  };
}

function worst(found: readonly Verdict[]): Verdict {
  const last =
    wordsOf(verdicts)
      .reverse()
      .find((verdict) => found.includes(verdict)) ?? "ERROR";
  // One environment has drifted, and in another the code is ahead.
  return last === "DRIFTED" && found.includes("PENDING") ? "DRIFTED_AND_PENDING" : last;
}
