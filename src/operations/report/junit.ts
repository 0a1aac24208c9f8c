import { junitXml, type TestCase } from "./junit-xml";
import { readOnLine } from "./read-on";
import {
  type CheckedFact,
  changeText,
  type Entry,
  type EntryKind,
  type Shown,
  type ShownAttribute,
} from "./shown";
import { line } from "./visible";

/**
 * The report as JUnit XML, as Jenkins' `junit` step reads it: a test case for the outcome, one for each fact that can go
 * wrong, and one for each entry. Bad is a failure, what isn't known is an error, and so is an outcome that is neither
 * good nor exit code 2. Where each group is about another subject, each is a suite.
 */
export function junitReport(shown: Shown): string {
  const { operation, subject, checks = [], groups } = shown;
  const own = [outcomeCase(shown), ...checks.map(checkCase)];
  const suites =
    subject === null
      ? [
          { name: operation, testCases: own },
          ...groups.map(({ title, entries }) => ({
            name: line(`${operation}.${title}`),
            testCases: entries.map(entryCase),
          })),
        ]
      : [
          {
            name: line(`${operation}.${subject}`),
            testCases: [...own, ...groups.flatMap(({ entries }) => entries.map(entryCase))],
          },
        ];
  return junitXml(operation, suites);
}

function outcomeCase({ outcome, meaning, ...shown }: Shown): TestCase {
  const message = `${outcome}: ${meaning.meaning}`;
  const { counts, said, steps, facts, checks = [], part, readOn } = shown;
  const told = [...said, ...steps, ...facts, ...checks.map(({ fact }) => fact)];
  const text = [
    message,
    ...[counts ?? [], told].flat().map((each) => line(each)),
    ...(part === undefined ? [] : ["", part.text({ colour: false, verbose: false })]),
    readOnLine(readOn) ?? "",
  ]
    .join("\n")
    .trimEnd();
  if (meaning.kind === "good") return { name: "outcome", outcome: { kind: "passed", text } };
  const kind = meaning.exitCode === 2 ? "failure" : "error";
  return { name: "outcome", outcome: { kind, message, type: outcome, text } };
}

function checkCase({ name, kind, fact, message }: CheckedFact): TestCase {
  return { name, outcome: ended(kind, name, line(message), line(fact)) };
}

function entryCase(entry: Entry): TestCase {
  const { kind, label, action, name, text, remedy, output = [], attributes = [] } = entry;
  const message = line([label, text === "" ? [] : text].flat().join(": "));
  const below = [remedy ?? [], output, attributes.map(attributeTexts)].flat(2);
  const all = [message, ...below.map((each) => line(each))].join("\n");
  const named = action === undefined ? name : `${name}: ${action}`;
  return { name: line(named), outcome: ended(kind, label, message, all) };
}

function attributeTexts(attribute: ShownAttribute): string[] {
  const { path } = attribute;
  return "lines" in attribute
    ? [path, ...attribute.lines]
    : [`${path}: ${changeText(attribute.before, attribute.after)}`];
}

function ended(kind: EntryKind, type: string, message: string, text: string): TestCase["outcome"] {
  if (kind === "bad") return { kind: "failure", message, type, text };
  return kind === "unknown" ? { kind: "error", message, type, text } : { kind: "passed", text };
}
