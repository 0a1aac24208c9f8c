import type { RolloutReport } from "../report";

/** The report itself, as `rollout-report.schema.json` describes it. */
export function jsonReport(report: RolloutReport): string {
  return `${JSON.stringify(report, null, 2)}\n`;
}
