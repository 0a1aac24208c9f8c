import type { Section } from "./sections";

/** Whether an outcome is as it should be, is bad, or leaves a doubt. */
export type Kind = "good" | "bad" | "unknown";

/** What one outcome of an operation means. Help texts, colours, JUnit kinds, summaries and documents follow from it. */
export interface OutcomeMeaning {
  /** 64 is left to wrong usage, 78 to a configuration with mistakes. */
  readonly exitCode: number;
  readonly kind: Kind;
  /** For people, behind the outcome's word and a colon. */
  readonly meaning: string;
  /** What the command's help says beside it (default: nothing). */
  readonly detail?: string;
  /** The section of the runbook that whoever sees it reads; null where there is nothing to do. */
  readonly section: Section | null;
}

/** Every outcome of an operation. */
export type OutcomeTable<Outcome extends string = string> = Readonly<
  Record<Outcome, OutcomeMeaning>
>;

/** The outcomes of a table by their words, in its order, as zod's enum takes them. */
export function wordsOf<Outcome extends string>(table: OutcomeTable<Outcome>) {
  return Object.keys(table) as [Outcome, ...Outcome[]];
}

/** As it should be: exit code 0, and nothing to read. */
export function good(meaning: string, detail?: string) {
  return { exitCode: 0, kind: "good", section: null, ...told(meaning, detail) } as const;
}

/** Bad, and `section` says what to do. */
export function bad(exitCode: number, meaning: string, section: Section, detail?: string) {
  return { exitCode, kind: "bad", section, ...told(meaning, detail) } as const;
}

/** A doubt is left, and `section` says what to do. */
export function unknown(exitCode: number, meaning: string, section: Section, detail?: string) {
  return { exitCode, kind: "unknown", section, ...told(meaning, detail) } as const;
}

function told(meaning: string, detail: string | undefined) {
  return detail === undefined ? { meaning } : { meaning, detail };
}
