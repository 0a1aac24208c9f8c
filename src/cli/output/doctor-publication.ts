import { type DoctorReport, exitCodes } from "../../operations/doctor/report";
import { jsonReport } from "../../operations/doctor/reports/json";
import { terminalReport } from "../../operations/doctor/reports/terminal";
import type { Publication } from "./publish";

/** A doctor's report in every form. */
export function doctorPublication(report: DoctorReport): Publication {
  return {
    exitCode: exitCodes[report.outcome],
    peoplesText: (colour) => terminalReport(report, { colour }),
    logEntries: () => logEntries(report),
    reports: {
      json: async () => jsonReport(report),
      markdown: async () =>
        (await import("../../operations/doctor/reports/markdown")).markdownReport(report),
      junit: async () =>
        (await import("../../operations/doctor/reports/junit")).junitReport(report),
    },
  };
}

/** Each finding, and the outcome last. */
function logEntries({ findings, outcome, environments, identity }: DoctorReport): object[] {
  return [...findings, { outcome, environments, identity }];
}
