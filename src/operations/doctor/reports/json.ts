import type { DoctorReport } from "../report";

/** The report itself, as `doctor-report.schema.json` describes it. */
export function jsonReport(report: DoctorReport): string {
  return `${JSON.stringify(report, null, 2)}\n`;
}
