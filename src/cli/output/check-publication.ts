import { verdicts } from "../../operations/drift/report";
import { type AnyReport, environmentsOf } from "../../operations/drift/reports/any-report";
import { terminalReport } from "../../operations/drift/reports/terminal";
import { jsonReport } from "../../operations/report/json";
import type { Publication } from "./publish";

/** A drift check's report in every form. */
export function checkPublication(
  report: AnyReport,
  { verbose = false }: { readonly verbose?: boolean },
): Publication {
  return {
    exitCode: verdicts[report.verdict].exitCode,
    peoplesText: (colour) => terminalReport(report, { verbose, colour }),
    logEntries: () => logEntries(report),
    reports: {
      json: async () => jsonReport(report),
      markdown: async () =>
        (await import("../../operations/drift/reports/markdown")).markdownReport(report),
      junit: async () => (await import("../../operations/drift/reports/junit")).junitReport(report),
    },
  };
}

/** Each environment without the findings, which `--json` has. */
function logEntries(report: AnyReport): object[] {
  return environmentsOf(report).map(({ environment, verdict, reasons, counts }) => ({
    environment,
    verdict,
    reasons,
    counts,
  }));
}
