import pico from "picocolors";
import { afterDoctor } from "../../report/runbook";
import { line } from "../../report/visible";
import { type Status, statuses } from "../finding";
import type { DoctorReport } from "../report";
import { countsText, type Entry, groupsOf, outcomeMeanings } from "./wording";

type Colours = ReturnType<typeof pico.createColors>;

const statusWidth = Math.max(...statuses.map((status) => status.length));
const messageLimit = 1_000;

/** The report for people: the outcome, then what was found about each subject, the worst first; last where to read on. */
export function terminalReport(
  report: DoctorReport,
  { colour }: { readonly colour: boolean },
): string {
  const colours = pico.createColors(colour);
  const { outcome, identity, examinedAt } = report;
  const paint = { READY: colours.green, NOT_READY: colours.red, UNKNOWN: colours.yellow }[outcome];
  const readOn = afterDoctor(report);
  const groups = groupsOf(report).flatMap(({ subject, entries }) => [
    "",
    `  ${colours.bold(line(subject))}`,
    ...entries.flatMap((entry) => entryLines(entry, colours)),
  ]);
  const lines = [
    `${colours.bold(paint(outcome))}: ${outcomeMeanings[outcome]}`,
    `  ${countsText(report)}`,
    colours.dim(`  at ${examinedAt}${identity === null ? "" : line(` as ${identity}`)}`),
    ...groups,
    ...(readOn === undefined ? [] : ["", `  ${readOn}`]),
  ];
  return `${lines.join("\n")}\n`;
}

function entryLines({ status, checks, message, remedy }: Entry, colours: Colours): string[] {
  const label = paintOf(status, colours)(status.padEnd(statusWidth));
  return [
    `    ${label}  ${colours.bold(line(checks.join(", ")))}: ${line(message, messageLimit)}`,
    ...(remedy === null ? [] : [`      → ${line(remedy, messageLimit)}`]),
  ];
}

function paintOf(status: Status, colours: Colours): (text: string) => string {
  return {
    failed: colours.red,
    unchecked: colours.yellow,
    warning: colours.yellow,
    note: colours.dim,
    ok: colours.green,
  }[status];
}
