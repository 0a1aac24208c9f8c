import type { ApplyReport } from "../report";

/** The report itself, as `apply-report.schema.json` describes it. */
export function jsonReport(report: ApplyReport): string {
  return `${JSON.stringify(report, null, 2)}\n`;
}
