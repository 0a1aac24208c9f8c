import pico from "picocolors";
import { limited } from "./limited";
import { readOnLine } from "./read-on";
import {
  changeText,
  type EntryKind,
  type Group,
  outputLines,
  type Shown,
  type ShownAttribute,
  type TextOptions,
} from "./shown";
import { line } from "./visible";

type Colours = ReturnType<typeof pico.createColors>;

/** Longest list of a group without `verbose`. */
const listLimit = 100;
const textLimit = 1_000;

/**
 * The report for people at a terminal or in a log: the outcome first, then why and what to do, then every entry, last
 * where to read on. Nothing that somebody else wrote can act on the terminal.
 */
export function terminalReport(shown: Shown, options: TextOptions): string {
  const { subject, outcome, meaning, counts, said, steps, facts, checks = [], part } = shown;
  const colours = pico.createColors(options.colour);
  const limit = options.verbose ? Number.POSITIVE_INFINITY : listLimit;
  const where = subject === null ? "" : ` ${colours.bold(line(subject))}`;
  const groups = shown.groups.filter(({ entries }) => entries.length > 0);
  const labels = groups.flatMap(({ entries }) => entries.map(({ label }) => line(label).length));
  const width = Math.max(0, ...labels);
  const known = [...facts, ...checks.map(({ fact }) => fact)];
  const readOn = readOnLine(shown.readOn);
  const lines = [
    `${colours.bold(painted(meaning.kind, outcome, colours))}${where}: ${meaning.meaning}`,
    ...said.map((each) => `  ${line(each, textLimit)}`),
    ...steps.map((each) => `  ${colours.bold(line(each, textLimit))}`),
    ...(counts === undefined ? [] : [`  ${counts}`]),
    ...known.map((each) => colours.dim(`  ${line(each)}`)),
    ...groups.flatMap((group) => ["", ...groupLines(group, width, limit, colours)]),
    ...(part === undefined ? [] : ["", ...part.text(options).trimEnd().split("\n")]),
    ...(readOn === undefined ? [] : ["", `  ${readOn}`]),
  ];
  return `${lines.join("\n")}\n`;
}

function groupLines(
  { title, entries }: Group,
  width: number,
  limit: number,
  colours: Colours,
): string[] {
  const shown = entries.map((entry) => {
    const { kind, label, action, name, text, remedy, output = [], attributes = [] } = entry;
    const about = `${colours.bold(line(name))}${text === "" ? "" : `: ${line(text, textLimit)}`}`;
    const words = [painted(kind, line(label).padEnd(width), colours), line(action ?? ""), about];
    return [
      `    ${words.filter((word) => word !== "").join("  ")}`,
      ...(remedy === undefined ? [] : [`      → ${line(remedy, textLimit)}`]),
      ...output
        .slice(-outputLines)
        .map((each) => `      ${colours.dim("|")} ${line(each, textLimit)}`),
      ...attributes.flatMap(attributeLines),
    ].join("\n");
  });
  return [`  ${colours.bold(line(title))}`, ...limited(shown, limit)];
}

function attributeLines(attribute: ShownAttribute): string[] {
  const path = `      ${line(attribute.path)}`;
  return "lines" in attribute
    ? [path, ...attribute.lines.map((each) => `      ${line(each, textLimit)}`)]
    : [`${path}: ${line(changeText(attribute.before, attribute.after), textLimit)}`];
}

function painted(kind: EntryKind, text: string, colours: Colours): string {
  const paint = {
    good: colours.green,
    bad: colours.red,
    unknown: colours.yellow,
    warning: colours.yellow,
    note: colours.dim,
  };
  return paint[kind](text);
}
