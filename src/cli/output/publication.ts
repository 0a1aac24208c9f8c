import { jsonReport } from "../../operations/report/json";
import type { Shown } from "../../operations/report/shown";
import { terminalReport } from "../../operations/report/terminal";
import type { Publication } from "./publish";

/**
 * A report in every form.
 *
 * @param logEntries in place of people's text where the log is JSON, an object a line (default: the report itself)
 */
export function publicationOf(
  report: object,
  shown: Shown,
  { verbose = false, logEntries = [report] }: { verbose?: boolean; logEntries?: object[] } = {},
): Publication {
  return {
    exitCode: shown.meaning.exitCode,
    peoplesText: (colour) => terminalReport(shown, { verbose, colour }),
    logEntries: () => logEntries,
    reports: {
      json: async () => jsonReport(report),
      markdown: async () =>
        (await import("../../operations/report/markdown")).markdownReport(shown),
      junit: async () => (await import("../../operations/report/junit")).junitReport(shown),
    },
  };
}
