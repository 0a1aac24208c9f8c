import type { DriftReport, EnvironmentReport } from "../report";

/** What one run prints: the report of one environment, or of several. */
export type AnyReport = EnvironmentReport | DriftReport;

/** The environments of a report, in its order. */
export function environmentsOf(report: AnyReport): readonly EnvironmentReport[] {
  return "environments" in report ? report.environments : [report];
}
