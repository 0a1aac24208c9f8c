import { type BakeReport, exitCodes } from "../../operations/bake/report";
import { jsonReport } from "../../operations/bake/reports/json";
import { terminalReport } from "../../operations/bake/reports/terminal";
import type { Publication } from "./publish";

/** A bake's report in every form. */
export function bakePublication(report: BakeReport): Publication {
  return {
    exitCode: exitCodes[report.outcome],
    peoplesText: (colour) => terminalReport(report, colour),
    logEntries: () => [report],
    reports: {
      json: async () => jsonReport(report),
      markdown: async () =>
        (await import("../../operations/bake/reports/markdown")).markdownReport(report),
      junit: async () => (await import("../../operations/bake/reports/junit")).junitReport(report),
    },
  };
}
