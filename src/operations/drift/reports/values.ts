import { lengthNote, line, textLimit, visible, wholeCharacters } from "../../report/visible";
import { marked } from "../judge/values";
import type { Attribute } from "../report";
import { boundedJson, notKnownYet } from "./bounded-json";

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
 *
 * @param limit the longest that a value may be, in UTF-16 units
 */
export function shownValues(attribute: Attribute, limit = valueLimit): ShownValues {
  const { before, sensitive, unknown, afterUnknown } = attribute;
  const isWhollyUnknown = unknown && afterUnknown === undefined;
  const unknownText = isWhollyUnknown ? "(known after apply)" : undefined;
  if (sensitive) {
    return { before: "(sensitive)", after: unknownText ?? "(sensitive)" };
  }
  const after =
    afterUnknown === undefined
      ? attribute.after
      : marked(attribute.after, afterUnknown, notKnownYet);
  const [left, right] = [asText(before, limit), asText(after, limit)];
  const start = Math.max(0, sharedPrefix(left, right) - sharedLength);
  return {
    before: show(before, left, start, limit),
    after: unknownText ?? show(after, right, start, limit),
  };
}

/**
 * An attribute's path, by its name and ready to stand before a value, and its values.
 *
 * @param whole whether nothing of them is left out, however long they are
 */
export function shownAttribute(
  attribute: Attribute,
  whole: boolean,
): ShownValues & { readonly name: string; readonly path: string } {
  const { path } = attribute;
  const [pathLimit, limit] = whole ? [Infinity, Infinity] : [textLimit, valueLimit];
  const name = line(path, pathLimit);
  return {
    name,
    path: name === "" ? "" : `${name}: `,
    ...shownValues(attribute, limit),
  };
}

function show(value: unknown, text: string, start: number, limit: number): string {
  if (value === null || value === undefined) return "(none)";
  const quoted = typeof value === "string" ? quote : (part: string) => part;
  if (text.length <= limit) return visible(quoted(text));
  const end = start + limit;
  const part = visible(quoted(wholeCharacters(text.slice(start, end))));
  const note = typeof value === "string" ? lengthNote(text) : "(shortened)";
  return `${start > 0 ? "…" : ""}${part}${end < text.length ? "…" : ""} ${note}`;
}

function asText(value: unknown, limit: number): string {
  return typeof value === "string" ? value : boundedJson(value, Math.max(limit, jsonLimit));
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
