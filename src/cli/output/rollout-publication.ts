import { exitCodes, type RolloutReport } from "../../operations/rollout/report";
import { jsonReport } from "../../operations/rollout/reports/json";
import { terminalReport } from "../../operations/rollout/reports/terminal";
import type { Publication } from "./publish";

/** A rollout's report in every form. */
export function rolloutPublication(report: RolloutReport): Publication {
  return {
    exitCode: exitCodes[report.outcome],
    peoplesText: (colour) => terminalReport(report, { colour }),
    logEntries: () => [withoutInstances(report)],
    reports: {
      json: async () => jsonReport(report),
      markdown: async () =>
        (await import("../../operations/rollout/reports/markdown")).markdownReport(report),
      junit: async () =>
        (await import("../../operations/rollout/reports/junit")).junitReport(report),
    },
  };
}

/** Each instance had a line of its own as it changed, and `--json` has them all. */
function withoutInstances({ instances: _, ...rest }: RolloutReport): object {
  return rest;
}
