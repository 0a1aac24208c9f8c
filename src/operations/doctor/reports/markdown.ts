import { type Block, fitted } from "../../report/fitting";
import { bullet, code } from "../../report/markdown-code";
import { afterDoctor } from "../../report/runbook";
import { statuses } from "../finding";
import type { DoctorReport } from "../report";
import { countsText, type Entry, groupsOf, outcomeMeanings } from "./wording";

/** The longest comment that GitHub takes, in characters. */
const commentLimit = 65_536;

/**
 * The report for a job's summary. Whatever AWS says stands in code, so it can't format, link or mention.
 *
 * @param limit the longest that the text may be, in characters; what was cut is counted at the end
 */
export function markdownReport(report: DoctorReport, limit = commentLimit): string {
  const { outcome } = report;
  const readOn = afterDoctor(report);
  const summary = [
    `# Doctor: ${outcome}\n\n${outcomeMeanings[outcome]}: ${countsText(report)}.`,
    ...(readOn === undefined ? [] : [`\n${bullet(readOn)}`]),
  ].join("\n");
  const groups = groupsOf(report).flatMap(({ subject, entries }) => [
    { text: `## ${code(subject)}`, rank: 1 },
    ...entries.map(entryBlock),
  ]);
  return fitted([{ text: summary, rank: 0 }, ...groups], limit);
}

function entryBlock({ status, checks, message, remedy }: Entry): Block {
  const found = bullet(`**${status}** ${checks.map(code).join(", ")} ${code(message)}`);
  return {
    text: remedy === null ? found : `${found}\n${bullet(code(remedy), 1)}`,
    rank: 2 + statuses.indexOf(status),
    what: status,
  };
}
