import type { EntryKind } from "../shown";
import { line } from "../visible";
import { type Html, html, type Piece } from "./html";

/** How long a run without a space may be in its line, in characters: a heading on a narrow phone has that width. */
const run = /\S{1,20}\s*|\s+/gu;

/** Longest text that isn't a value, in UTF-16 units. */
export const textLimit = 2_000;

/** A text that may break anywhere, also where the page has no styles. */
export function breakable(text: string): Piece {
  const runs = line(text, Number.POSITIVE_INFINITY).match(run) ?? [];
  return runs.map((each, index) => (index === 0 ? each : html`<wbr>${each}`));
}

/** A text that nobody vouches for. */
export function code(text: string, limit = textLimit): Html {
  return html`<code>${text === "" ? "(empty)" : breakable(line(text, limit))}</code>`;
}

export function list(items: readonly Piece[]): Piece {
  return items.length === 0 ? [] : html`<ul>${items.map((item) => html`<li>${item}</li>`)}</ul>`;
}

export function capitalized(text: string): string {
  return text.replace(/^./, (first) => first.toUpperCase());
}

/** Dark enough for text on white. */
export const colours: Readonly<Record<EntryKind, string>> = {
  good: "#116329",
  bad: "#b3261e",
  unknown: "#7a4f00",
  warning: "#7a4f00",
  note: "#57606a",
};

/** A shape of its own for each kind, so that it can be told without its colour. */
const shapes: Readonly<Record<EntryKind, Html>> = {
  good: html`<circle cx="8" cy="8" r="8"/><path d="M4 8.5l3 3 5-6" fill="none" stroke="#fff" stroke-width="2"/>`,
  bad: html`<rect width="16" height="16"/><path d="M4 4l8 8m0-8l-8 8" stroke="#fff" stroke-width="2"/>`,
  unknown: html`<path d="M8 0l8 8-8 8-8-8z"/><path d="M6 6.5a2 2 0 1 1 2 2v1.5m0 1.5v1" fill="none" stroke="#fff" stroke-width="1.5"/>`,
  warning: html`<path d="M8 0l8 16H0z"/><path d="M8 5v6m0 1.5v1.5" stroke="#fff" stroke-width="1.5"/>`,
  note: html`<circle cx="8" cy="8" r="4"/>`,
};

/** Stands before words that say the same. */
export function mark(kind: EntryKind, size = 16): Html {
  return html`<svg class="mark" width="${size}" height="${size}" viewBox="0 0 16 16" fill="${colours[kind]}" aria-hidden="true">${shapes[kind]}</svg>`;
}
