import type { AnyReport } from "./any-report";

/** The report itself, as `drift-report.schema.json` describes it. */
export function jsonReport(report: AnyReport): string {
  return `${JSON.stringify(report, null, 2)}\n`;
}
