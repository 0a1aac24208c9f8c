import { lengthNote, visible, wholeCharacters } from "../../reports/visible";
import type { Attribute } from "../report";
import { boundedJson } from "./bounded-json";

/** Longest value in a report for people, in UTF-16 units. */
const valueLimit = 120;
/** How much of what two long values share is shown before the first difference. */
const sharedLength = 30;
/** What isn't a string is looked at only this far. */
const jsonLimit = 20_000;

/** An attribute's two values, as people read them. */
export interface ShownValues {
  /** What is there now. */
  readonly before: string;
  /** What the plan would make. */
  readonly after: string;
}

/**
 * The values as JSON on one line: a string in quotes, so that `"2"` is not `2`. Of two long ones the
 * part around the first difference is shown.
 */
export function shownValues({ before, after, sensitive, unknown }: Attribute): ShownValues {
  const afterUnknown = unknown ? "(known after apply)" : undefined;
  if (sensitive) {
    return { before: "(sensitive)", after: afterUnknown ?? "(sensitive)" };
  }
  const [left, right] = [asText(before), asText(after)];
  const start = Math.max(0, sharedPrefix(left, right) - sharedLength);
  return { before: show(before, left, start), after: afterUnknown ?? show(after, right, start) };
}

function show(value: unknown, text: string, start: number): string {
  if (value === null || value === undefined) return "(none)";
  const quoted = typeof value === "string" ? quote : (part: string) => part;
  if (text.length <= valueLimit) return visible(quoted(text));
  const end = start + valueLimit;
  const part = visible(quoted(wholeCharacters(text.slice(start, end))));
  const note = typeof value === "string" ? lengthNote(text) : "(shortened)";
  return `${start > 0 ? "…" : ""}${part}${end < text.length ? "…" : ""} ${note}`;
}

function asText(value: unknown): string {
  return typeof value === "string" ? value : boundedJson(value, jsonLimit);
}

function quote(text: string): string {
  return JSON.stringify(text);
}

function sharedPrefix(left: string, right: string): number {
  const length = Math.min(left.length, right.length);
  let index = 0;
  while (index < length && left[index] === right[index]) index += 1;
  return index;
}
