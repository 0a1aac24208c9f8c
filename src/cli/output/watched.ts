import type { CallSurroundings } from "../../operations/aws/calls";
import { Clients } from "../../operations/aws/clients";
import { type StopReason, systemChance, systemClock } from "../../operations/aws/clock";
import type { Shown } from "../../operations/report/shown";
import { line } from "../../operations/report/visible";
import type { LogFormat, ReportFiles } from "../input/report-options";
import { progressView } from "./progress-view";
import { publishReport } from "./publish";
import { interruptible } from "./signals";

/**
 * Runs an operation that watches: shows its notes, and publishes its report. A signal ends the watch, and never the
 * process.
 *
 * @param atSignal what a signal ends, and what it doesn't
 * @returns the exit code
 */
export async function watched<Report extends object>(
  region: string,
  options: ReportFiles & { readonly logFormat: LogFormat },
  atSignal: string,
  shown: (report: Report) => Shown,
  operation: (aws: Clients, surroundings: CallSurroundings) => Promise<Report>,
): Promise<number> {
  const view = progressView(options.logFormat, ({ text }: { kind: "note"; text: string }) => ({
    text: line(text),
  }));
  const ends = (name: string): StopReason => {
    view.show({ kind: "note", text: `${name}: ${atSignal}` });
    return "interrupt";
  };
  using aws = new Clients(region);
  return interruptible(ends, async (stop) => {
    const report = await operation(aws, {
      clock: systemClock,
      chance: systemChance,
      stop,
      onProgress: (note) => view.show(note),
    });
    view.end();
    return publishReport(report, shown(report), options);
  });
}
