import type { BakeReport } from "../report";

/** The report itself, as `bake-report.schema.json` describes it. */
export function jsonReport(report: BakeReport): string {
  return `${JSON.stringify(report, null, 2)}\n`;
}
