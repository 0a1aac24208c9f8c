import { isContainer, own } from "./json-values";

/** What is shorter would be found in the middle of words. */
const shortest = 4;

/**
 * The sensitive values that a plan holds, as texts, the longest first: an error of a provider may quote
 * what it was given.
 *
 * @param plan parsed JSON of `terraform show -json PLAN`
 */
export function sensitiveTexts(plan: unknown): string[] {
  const found = new Set<string>();
  const resources = [own(plan, "resource_changes"), own(plan, "resource_drift")].flatMap(valuesOf);
  const changes = resources.map((each) => own(each, "change"));
  for (const change of [...changes, ...valuesOf(own(plan, "output_changes"))])
    for (const side of ["before", "after"])
      collect(own(change, side), own(change, `${side}_sensitive`), found);
  return [...found].sort((one, other) => other.length - one.length);
}

/** The text with each of these values withheld. */
export function withoutTexts(text: string, sensitive: readonly string[]): string {
  return sensitive.reduce((shown, each) => shown.replaceAll(each, "(sensitive)"), text);
}

/** @param marks a tree of the value's shape, with `true` where it is sensitive */
function collect(value: unknown, marks: unknown, found: Set<string>): void {
  if (marks === true) {
    collectAll(value, found);
  } else if (isContainer(marks) && isContainer(value)) {
    for (const key of Object.keys(marks)) collect(own(value, key), own(marks, key), found);
  }
}

function collectAll(value: unknown, found: Set<string>): void {
  for (const each of valuesOf(value)) collectAll(each, found);
  if (typeof value !== "string" && typeof value !== "number") return;
  const text = String(value);
  if (text.length < shortest) return;
  found.add(text);
  // As it stands in a quotation, and each of its lines: Terraform wraps and escapes what it says. A
  // diagnosis is one line, in which whitespace has become single spaces.
  const quoted = JSON.stringify(text).slice(1, -1);
  found.add(quoted);
  for (const part of [...text.split("\n"), text, quoted])
    for (const shown of [part.trim(), part.replace(/\s+/g, " ").trim()])
      if (shown.length >= shortest) found.add(shown);
}

function valuesOf(value: unknown): unknown[] {
  return isContainer(value) ? Object.values(value) : [];
}
