import path from "node:path";
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
import { jsonLine, showsColours, writeTo, writeToPeople } from "./streams";
import { systemReason, writeWholeFile } from "./whole-file";

/** A result in every form in which somebody may want it. */
interface Publication {
  /** What the result itself means for the exit code. */
  readonly exitCode: number;
  readonly peoplesText: (colour: boolean) => string;
  /** In place of people's text where the log is JSON: an object a line. */
  readonly logEntries: readonly object[];
  /** Each is loaded only when it is asked for; `file` is where it goes. */
  readonly reports: Readonly<Record<ReportForm, (file: string) => Promise<string>>>;
}

/** Where it goes, and how. */
interface Publishing extends ReportFiles {
  readonly logFormat: LogFormat;
  readonly verbose?: boolean;
  /** What people read (default: the report as suits a terminal). */
  readonly peoplesText?: string;
}

/** Exit code when a report can't be written, whatever the result is. */
export const unwrittenExitCode = 1;

/**
 * Writes the text for people and every report that is asked for.
 *
 * @returns the exit code: the result's, or `unwrittenExitCode` when a report can't be written; the others
 *   are written all the same
 */
async function publish(
  { exitCode, peoplesText, logEntries, reports }: Publication,
  options: Publishing,
): Promise<number> {
  const requested = requestedReports(options);
  const reportOnStandardOutput = requested.some(({ file }) => file === standardStream);
  const people = reportOnStandardOutput ? process.stderr : process.stdout;
  const isJson = options.logFormat === "json";
  const writeForPeople = async () =>
    writeToPeople(people, isJson ? jsonLines(logEntries) : peoplesText(showsColours(people)));
  const refusals = [await refusalOf("What people read can't be written", writeForPeople)];
  for (const { form, file } of requested) {
    const where = file === standardStream ? "standard output" : file;
    const refusal = await refusalOf(`The report --${form} can't be written to ${where}`, async () =>
      write(file, await reports[form](file)),
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

/** The URL of the project's folder, seen from a report: relative, so that both can be moved together. */
export async function projectFrom(file: string): Promise<string> {
  const { projectRoot } = await import("../../operations/terraform/project");
  const folder = file === standardStream ? "." : path.dirname(file);
  const steps = path.relative(folder, projectRoot()).split(path.sep);
  return steps.map(encodeURIComponent).join("/") || ".";
}

/**
 * Publishes a report: for people, and in every form that is asked for.
 *
 * @param logEntries in place of people's text where the log is JSON, an object a line
 * @returns the exit code
 */
export function publishReport(
  report: object,
  shown: Shown,
  options: Publishing,
  logEntries: readonly object[] = [report],
): Promise<number> {
  const { verbose = false, peoplesText } = options;
  const publication: Publication = {
    exitCode: shown.meaning.exitCode,
    peoplesText: (colour) => peoplesText ?? terminalReport(shown, { verbose, colour }),
    logEntries,
    reports: {
      json: async () => jsonReport(report),
      markdown: async (file) =>
        (await import("../../operations/report/markdown")).markdownReport(
          shown,
          undefined,
          await projectFrom(file),
        ),
      junit: async () => (await import("../../operations/report/junit")).junitReport(shown),
      html: async (file) =>
        (await import("../../operations/report/html/report")).htmlReport(
          shown,
          await projectFrom(file),
        ),
    },
  };
  return publish(publication, options);
}

/** Publishes a drift check's report. */
export function publishCheck(report: AnyReport, options: Publishing): Promise<number> {
  const { verbose = false } = options;
  const publication: Publication = {
    exitCode: verdicts[report.verdict].exitCode,
    peoplesText: (colour) => driftOnTerminal(report, { verbose, colour }),
    // Without the findings, which `--json` has.
    logEntries: environmentsOf(report).map(({ environment, verdict, reasons, counts }) => {
      return { environment, verdict, reasons, counts };
    }),
    reports: {
      json: async () => jsonReport(report),
      markdown: async (file) =>
        (await import("../../operations/drift/reports/markdown")).markdownReport(
          report,
          undefined,
          {
            projectUrl: await projectFrom(file),
          },
        ),
      junit: async () => (await import("../../operations/drift/reports/junit")).junitReport(report),
      html: async (file) =>
        (await import("../../operations/drift/reports/html")).htmlReport(
          report,
          await projectFrom(file),
        ),
    },
  };
  return publish(publication, options);
}
