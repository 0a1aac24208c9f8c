/** The report itself, as its schema in `schemas/` describes it. */
export function jsonReport(report: object): string {
  return `${JSON.stringify(report, null, 2)}\n`;
}
