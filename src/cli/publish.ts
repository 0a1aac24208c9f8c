import { exitCodes } from "../drift/report";
import { type AnyReport, environmentsOf } from "../drift/reports/any-report";
import { jsonReport } from "../drift/reports/json";
import { terminalReport } from "../drift/reports/terminal";
import { standardStream } from "./file-argument";
import type { LogFormat } from "./log-format";
import { type ReportFiles, type reportForms, requestedReports } from "./report-files";
import { showsColours, writeTo, writeToPeople } from "./streams";
import { systemReason } from "./system-reason";
import { writeWholeFile } from "./whole-file";

type Render = (report: AnyReport) => string;

/** Each is loaded only when it is asked for. */
const renderers: Readonly<Record<(typeof reportForms)[number], () => Promise<Render>>> = {
  json: async () => jsonReport,
  markdown: async () => (await import("../drift/reports/markdown")).markdownReport,
  junit: async () => (await import("../drift/reports/junit")).junitReport,
};

/**
 * Writes the report for people and every report that is asked for.
 *
 * @returns the exit code: the verdict's, or that of `ERROR` when a report can't be written; the others
 *   are written all the same
 */
export async function publish(
  report: AnyReport,
  options: ReportFiles & { readonly verbose?: true; readonly logFormat: LogFormat },
): Promise<number> {
  const requested = requestedReports(options);
  const reportOnStandardOutput = requested.some(({ file }) => file === standardStream);
  const people = reportOnStandardOutput ? process.stderr : process.stdout;
  const writeForPeople = async () => {
    if (options.logFormat === "json") return writeToPeople(people, logLines(report));
    const shown = { verbose: options.verbose ?? false, colour: showsColours(people) };
    return writeToPeople(people, terminalReport(report, shown));
  };
  const refusals = [await refusalOf("What people read can't be written", writeForPeople)];
  for (const { form, file } of requested) {
    const where = file === standardStream ? "standard output" : file;
    const refusal = await refusalOf(`The report --${form} can't be written to ${where}`, async () =>
      write(file, (await renderers[form]())(report)),
    );
    refusals.push(refusal);
  }
  const problems = refusals.filter((refusal) => refusal !== undefined);
  if (problems.length === 0) return exitCodes[report.verdict];
  await writeToPeople(process.stderr, `${problems.join("\n")}\n`);
  return exitCodes.ERROR;
}

/** The result as one JSON object a line, without the findings, which `--json` has. */
function logLines(report: AnyReport): string {
  const lines = environmentsOf(report).map(({ environment, verdict, reasons, counts }) =>
    JSON.stringify({ time: new Date().toISOString(), environment, verdict, reasons, counts }),
  );
  return lines.map((text) => `${text}\n`).join("");
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
