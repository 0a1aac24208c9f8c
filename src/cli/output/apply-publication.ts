import { type ApplyReport, exitCodes } from "../../operations/apply/report";
import { jsonReport } from "../../operations/apply/reports/json";
import { terminalReport } from "../../operations/apply/reports/terminal";
import type { Publication } from "./publish";

/** An apply's report in every form. */
export function applyPublication(
  report: ApplyReport,
  { verbose = false }: { readonly verbose?: boolean },
): Publication {
  return {
    exitCode: exitCodes[report.outcome],
    peoplesText: (colour) => terminalReport(report, { verbose, colour }),
    logEntries: () => [withoutLists(report)],
    reports: {
      json: async () => jsonReport(report),
      markdown: async () =>
        (await import("../../operations/apply/reports/markdown")).markdownReport(report),
      junit: async () => (await import("../../operations/apply/reports/junit")).junitReport(report),
    },
  };
}

/** Each resource had a line of its own, and `--json` has them all. */
function withoutLists({ plan, applied: _, checkAfter, ...rest }: ApplyReport): object {
  return { ...rest, counts: plan.counts, checkAfter: checkAfter?.verdict ?? null };
}
