import type { Section } from "./sections";

/** Whether an outcome is as it should be, is bad, or leaves a doubt. */
export type Kind = "good" | "bad" | "unknown";

/** What one outcome of an operation means. Help texts, colours, JUnit kinds, summaries and documents follow from it. */
export interface OutcomeMeaning {
  readonly exitCode: number;
  /** For people, behind the outcome's word and a colon. */
  readonly meaning: string;
  readonly kind: Kind;
  /** The section of the runbook that whoever sees it reads; null where there is nothing to do. */
  readonly section: Section | null;
}

/** Every outcome of an operation, in the order in which help texts list them. */
export type OutcomeTable<Outcome extends string = string> = Readonly<
  Record<Outcome, OutcomeMeaning>
>;
