import type { Cause } from "../report/causes";
import type { ApplyReport, Outcome } from "./report";

/** How an apply ended; what is left out has the report's empty value. */
export type Ending = Pick<ApplyReport, "outcome" | "reason"> &
  Partial<
    Pick<ApplyReport, "cause" | "details" | "nextSteps" | "applied" | "fleet" | "checkAfter">
  > & {
    /** Somebody else has applied between plan and apply, and nothing was applied. */
    readonly overtaken?: true;
  };

export function ending(outcome: Outcome, reason: string, cause: Cause | null = null): Ending {
  return { outcome, reason, cause };
}
