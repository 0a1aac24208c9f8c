import type { Written } from "../../stacks";

/** What a rule finds, and a neighbour of it that does no harm. */
export interface Case {
  readonly name: string;
  readonly before: Written | null;
  readonly danger: Written | null;
  /** What is said of it. */
  readonly says: string;
  readonly harmless: Written | null;
}
