import { verdicts } from "../../operations/drift/report";
import { type AnyReport, environmentsOf } from "../../operations/drift/reports/any-report";
import { terminalReport as driftOnTerminal } from "../../operations/drift/reports/terminal";
import { jsonReport } from "../../operations/report/json";
import type { Shown } from "../../operations/report/shown";
import { terminalReport } from "../../operations/report/terminal";
import { standardStream } from "../input/arguments";
import {
  type LogFormat,
  type ReportFiles,
  type ReportForm,
  requestedReports,
} from "../input/report-options";
import { jsonLine } from "./progress-view";
import { showsColours, writeTo, writeToPeople } from "./streams";
import { systemReason, writeWholeFile } from "./whole-file";

/** A result in every form in which somebody may want it. */
export interface Publication {
  /** What the result itself means for the exit code. */
  readonly exitCode: number;
  readonly peoplesText: (colour: boolean) => string;
  /** In place of people's text where the log is JSON: an object a line. */
  readonly logEntries: () => readonly object[];
  /** Each is loaded only when it is asked for. */
  readonly reports: Readonly<Record<ReportForm, () => Promise<string>>>;
}

/** Exit code when a report can't be written, whatever the result is. */
export const unwrittenExitCode = 1;

/**
 * Writes the text for people and every report that is asked for.
 *
 * @returns the exit code: the result's, or `unwrittenExitCode` when a report can't be written; the others
 *   are written all the same
 */
export async function publish(
  { exitCode, peoplesText, logEntries, reports }: Publication,
  options: ReportFiles & { readonly logFormat: LogFormat },
): Promise<number> {
  const requested = requestedReports(options);
  const reportOnStandardOutput = requested.some(({ file }) => file === standardStream);
  const people = reportOnStandardOutput ? process.stderr : process.stdout;
  const writeForPeople = async () => {
    const isJson = options.logFormat === "json";
    return writeToPeople(
      people,
      isJson ? jsonLines(logEntries()) : peoplesText(showsColours(people)),
    );
  };
  const refusals = [await refusalOf("What people read can't be written", writeForPeople)];
  for (const { form, file } of requested) {
    const where = file === standardStream ? "standard output" : file;
    const refusal = await refusalOf(`The report --${form} can't be written to ${where}`, async () =>
      write(file, await reports[form]()),
    );
    refusals.push(refusal);
  }
  const problems = refusals.filter((refusal) => refusal !== undefined);
  if (problems.length === 0) return exitCode;
  await writeToPeople(process.stderr, `${problems.join("\n")}\n`);
  return unwrittenExitCode;
}

function jsonLines(entries: readonly object[]): string {
  const time = new Date().toISOString();
  return entries.map((entry) => `${jsonLine({ time, ...entry })}\n`).join("");
}

/** What could not be done, and why; undefined when it was done. */
async function refusalOf(what: string, act: () => Promise<void>): Promise<string | undefined> {
  try {
    await act();
    return undefined;
  } catch (error) {
    return `${what}: ${systemReason(error)}`;
  }
}

async function write(file: string, text: string): Promise<void> {
  if (file === standardStream) await writeTo(process.stdout, text);
  else writeWholeFile(file, text);
}

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

/** A drift check's report in every form. */
export function checkPublication(
  report: AnyReport,
  { verbose = false }: { readonly verbose?: boolean },
): Publication {
  return {
    exitCode: verdicts[report.verdict].exitCode,
    peoplesText: (colour) => driftOnTerminal(report, { verbose, colour }),
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
