import { type Block, fitted } from "./fitting";
import { bullet, code, diffBlock } from "./markdown-code";
import { readOnLinks } from "./read-on";
import type { ProjectUrl } from "./sections";
import { type Entry, type EntryKind, outputLines, type Shown, type ShownAttribute } from "./shown";
import { line } from "./visible";

/** The longest comment that GitHub takes, in characters. */
export const commentLimit = 65_536;

/** What is left out first has the highest. */
const ranks: Readonly<Record<EntryKind, number>> = {
  bad: 2,
  unknown: 3,
  warning: 4,
  note: 5,
  good: 6,
};

const notWhole =
  "**Not the whole plan:** it is too long, so below, values are shortened and lists are cut. The JSON report (`--json`) has all of it: read that before you approve";

/**
 * The report for a job's summary or a comment: the outcome, why, what to do, and every entry. Whatever somebody else
 * wrote stands in code, so it can't format, link, mention or inject anything.
 *
 * @param limit the longest that the text may be, in characters; what was cut is counted at the end
 * @param projectUrl where the runbook is, seen from the report (default: beside it)
 */
export function markdownReport(
  shown: Shown,
  limit = commentLimit,
  projectUrl: ProjectUrl = ".",
): string {
  const { part } = shown;
  const blocksOf = (warnings: readonly string[]) => [
    { text: summary(shown, projectUrl, warnings), rank: 0 },
    ...groupBlocks(shown),
  ];
  if (part === undefined) return fitted(blocksOf([]), limit);
  // The part has the room that the entries leave, and half of all at the least.
  const own = fitted(blocksOf([]), limit / 2);
  const { text, isCut } = part.markdown(limit - own.length - 1);
  if (!isCut) return `${own}\n${text}`;
  const warned = fitted(blocksOf([notWhole]), limit / 2);
  return `${warned}\n${part.markdown(limit - warned.length - 1).text}`;
}

function groupBlocks({ groups }: Shown): Block[] {
  const filled = groups.filter(({ entries }) => entries.length > 0);
  return filled.flatMap(({ title, entries }): Block[] => [
    { text: `## ${title}`, rank: 1 },
    ...entries.map((entry) => ({
      text: entryText(entry),
      rank: ranks[entry.kind],
      what: entry.label,
    })),
  ]);
}

/** @param warnings what whoever reads the fingerprint must know */
function summary(shown: Shown, projectUrl: ProjectUrl, warnings: readonly string[]): string {
  const { operation, subject, outcome, meaning, counts, said, steps, facts, checks = [] } = shown;
  const title = subject === null ? operation : `${operation} of ${code(subject)}`;
  const means = [meaning.meaning, counts ?? []].flat().join(": ");
  const known = [...facts, ...checks.map(({ fact }) => fact)];
  const readOn = readOnLinks(shown.readOn, projectUrl);
  return [
    `# ${capitalized(title)}: ${outcome}`,
    "",
    `${capitalized(means)}.`,
    "",
    ...said.map((each) => bullet(code(each))),
    ...steps.map((each) => bullet(`**next** ${code(each)}`)),
    ...(readOn === undefined ? [] : [bullet(readOn)]),
    ...warnings.map((each) => bullet(each)),
    ...known.map((each) => bullet(code(each))),
  ].join("\n");
}

function entryText({
  label,
  action,
  name,
  text,
  remedy,
  output = [],
  attributes = [],
}: Entry): string {
  const words = [`**${label}**`, action ?? [], code(name), text === "" ? [] : code(text)];
  const below = [remedy ?? [], output.slice(-outputLines)]
    .flat()
    .map((each) => bullet(code(each), 1));
  return [bullet(words.flat().join(" ")), ...below, ...attributes.flatMap(attributeText)].join(
    "\n",
  );
}

function attributeText(attribute: ShownAttribute): string[] {
  const { path } = attribute;
  if ("lines" in attribute)
    return [
      bullet(code(path), 1),
      ...diffBlock(
        attribute.lines.map((each) => line(each)),
        "    ",
      ),
    ];
  const { before, after } = attribute;
  const values = [
    before === null ? [] : [code(before), "→"],
    after === null ? "nothing" : code(after),
  ];
  return [bullet([code(path), ...values.flat()].join(" "), 1)];
}

function capitalized(text: string): string {
  return text.replace(/^./, (first) => first.toUpperCase());
}
