import { loadDeployment } from "../../estate/deployments";
import type { Approval } from "../../operations/apply/decision";
import { exitCodes } from "../../operations/apply/report";
import type { LogFormat } from "../input/log-format";
import type { ReportFiles } from "../input/report-files";
import { applyPublication } from "../output/apply-publication";
import { LiveApply, type LiveApplyOptions } from "../output/live-apply";
import { publish } from "../output/publish";

/** What a person or a pipeline asks of an apply. */
export interface ApplyOptions extends ReportFiles, LiveApplyOptions {
  readonly planOnly?: true;
  readonly approved?: string;
  readonly verbose?: true;
  readonly logFormat: LogFormat;
}

/**
 * Plans, asks where nobody has approved yet, applies, and publishes the report.
 *
 * @returns the exit code
 * @throws ConfigurationError
 */
export async function runApply(id: string, options: ApplyOptions): Promise<number> {
  using live = new LiveApply(loadDeployment(id), options.logFormat);
  const report = await live.run(approvalOf(options, live), {
    ...options,
    onApplying: exitUnknownWhenUncaught,
  });
  return await publish(applyPublication(report, options), options);
}

function approvalOf({ planOnly, approved, verbose }: ApplyOptions, live: LiveApply): Approval {
  if (planOnly) return { kind: "plan only" };
  if (approved !== undefined) return { kind: "approved", fingerprint: approved };
  return { kind: "ask", ask: (plan) => live.ask(plan, { verbose }) };
}

/** Whatever ends this process from here on, it isn't exit code 1, which says that nothing was applied. */
function exitUnknownWhenUncaught(): void {
  process.once("uncaughtExceptionMonitor", () => {
    process.once("exit", () => {
      process.exitCode = exitCodes.UNKNOWN;
    });
  });
}
