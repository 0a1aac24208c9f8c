import type { Piece } from "./html/html";
import type { Kind, OutcomeMeaning } from "./outcomes";
import type { Section } from "./sections";

/** A report as people read it, whatever the form: an operation makes it of its report, and each renderer text of it. */
export interface Shown {
  /** Such as `apply`: in titles, and the name of JUnit's suites. */
  readonly operation: string;
  /** What it was done to; null where each group is about another subject. */
  readonly subject: string | null;
  /** The outcome's word, such as `APPLIED`. */
  readonly outcome: string;
  readonly meaning: OutcomeMeaning;
  /** Such as `2 failed, 1 updated` (default: nothing to count). */
  readonly counts?: string | undefined;
  /** Why the outcome is this one, and what else was said. */
  readonly said: readonly string[];
  /** What to do now, or to look at first. */
  readonly steps: readonly string[];
  /** What is known beside. */
  readonly facts: readonly string[];
  /** Facts that can go wrong, each a test case of its own in JUnit (default: none). */
  readonly checks?: readonly CheckedFact[];
  /** When what happened, as far as it was seen (default: nothing to show). */
  readonly timeline?: Timeline;
  readonly groups: readonly Group[];
  /** Another report that this one holds (default: none). */
  readonly part?: Part;
  /** The sections of the runbook to read. */
  readonly readOn: readonly Section[];
}

export interface CheckedFact {
  readonly name: string;
  readonly kind: Kind;
  readonly fact: string;
  /** What JUnit says where it isn't good. */
  readonly message: string;
}

/** Of times that may be another machine's. */
export interface Timeline {
  readonly title: string;
  /** When it was watched, in RFC 3339. */
  readonly startedAt: string;
  readonly endedAt: string;
  readonly rows: readonly TimelineRow[];
}

export interface TimelineRow {
  readonly kind: EntryKind;
  readonly label: string;
  readonly name: string;
  /** In RFC 3339; null where nobody saw it begin. */
  readonly startedAt: string | null;
  /** In RFC 3339; null where nobody saw it end. */
  readonly endedAt: string | null;
  /** What is said where nobody saw it begin, such as `did not run`. */
  readonly otherwise: string;
}

/** Entries under a title; what is in trouble is to stand first. One without entries isn't shown. */
export interface Group {
  readonly title: string;
  readonly entries: readonly Entry[];
}

/** Beside an outcome's kinds: what works and deserves a look, and what is only told. */
export type EntryKind = Kind | "warning" | "note";

/** Longest end of an output that people are shown, in lines; JUnit has all of it. */
export const outputLines = 10;

/** What became of one thing. */
export interface Entry {
  readonly kind: EntryKind;
  /** Such as `failed`. */
  readonly label: string;
  /** What was to be done, such as `update` (default: nothing). */
  readonly action?: string;
  readonly name: string;
  /** What is known of it; may be empty. */
  readonly text: string;
  /** What to do about it (default: nothing). */
  readonly remedy?: string;
  /** The lines that it wrote, as many as the report has (default: none). */
  readonly output?: readonly string[];
  /** What changes of it (default: nothing that is told). */
  readonly attributes?: readonly ShownAttribute[];
}

/** An attribute that changes: from one value to another, null where there is none; or line by line, each with its sign. */
export type ShownAttribute =
  | { readonly path: string; readonly before: string | null; readonly after: string | null }
  | { readonly path: string; readonly lines: readonly string[] };

/** Such as `50 → 45`; what is new alone. */
export function changeText(before: string | null, after: string | null): string {
  return before === null ? `${after}` : `${before} → ${after ?? "nothing"}`;
}

export interface Part {
  readonly text: (options: TextOptions) => string;
  /** @param room for so many characters; `isCut` where it is to be read whole, and isn't */
  readonly markdown: (room: number) => { readonly text: string; readonly isCut: boolean };
  readonly html: () => Piece;
}

export interface TextOptions {
  /** Whether what is written to shows colours. */
  readonly colour: boolean;
  /** List everything of what is otherwise cut. */
  readonly verbose: boolean;
}
