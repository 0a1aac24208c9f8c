import { refusals, type StandIn } from "../../estate/checks";
import type { EnvironmentReport } from "../drift/report";
import type { Cause } from "../report/causes";
import type { ApplyReport, Outcome } from "./report";

/** How an apply ended; what is left out has the report's empty value. */
export type Ending = Pick<ApplyReport, "outcome" | "reason"> &
  Partial<
    Pick<
      ApplyReport,
      "cause" | "details" | "nextSteps" | "applied" | "fleet" | "services" | "checkAfter"
    >
  > & {
    /** Somebody else has applied between plan and apply, and nothing was applied. */
    readonly overtaken?: true;
  };

export function ending(outcome: Outcome, reason: string, cause: Cause | null = null): Ending {
  return { outcome, reason, cause };
}

/** Who decides whether the plan is applied. */
export type Approval =
  /** Nobody: the plan is only shown. */
  | { readonly kind: "plan only" }
  /** A person who has seen the plan with this fingerprint. */
  | { readonly kind: "approved"; readonly fingerprint: string }
  /** A person who is asked now. */
  | { readonly kind: "ask"; readonly ask: (plan: EnvironmentReport) => Promise<Answer> };

export type Answer = "yes" | "no" | "interrupted";

/** `apply` when this very plan may be applied, or why it isn't. */
type Decision = "apply" | Ending;

/**
 * Decides about a plan. One that could not be made or judged is never applied, whoever has approved what; nor is one of
 * values that nobody has given and that do harm.
 */
export async function decide(
  plan: EnvironmentReport,
  approval: Approval,
  standIns: readonly StandIn[],
): Promise<Decision> {
  const { verdict, planFingerprint: fingerprint } = plan;
  if (verdict === "IN_SYNC") return ending("NOTHING_TO_DO", nothingToDo(approval, fingerprint));
  if (verdict === "INCONCLUSIVE" && approval.kind === "plan only")
    return ending("INCONCLUSIVE", "The plan can't be judged, so it can't be applied either");
  if (verdict === "INCONCLUSIVE")
    return ending(
      "ERROR",
      "The plan can't be judged, and such a plan is never applied",
      "inconclusive",
    );
  if (verdict === "ERROR" || fingerprint === null)
    return ending("ERROR", "There is no plan that could be applied");

  const { drift, pending, unmanaged } = plan.counts;
  if (unmanaged > 0 && drift + pending === 0)
    return { ...ending("UNMANAGED", noApply(unmanaged)), nextSteps: [takeAway] };

  const refused = refusals(standIns);
  if (refused.length > 0) return { ...refusal(approval), nextSteps: refused };

  switch (approval.kind) {
    case "plan only":
      return ending(
        "PLANNED",
        "There is something to apply, once this plan's fingerprint is approved",
      );
    case "approved":
      return fingerprint === approval.fingerprint ? "apply" : ending("NOT_APPROVED", another(plan));
    case "ask":
      return approval.ask(plan).then(answered, notAsked);
  }
}

function refusal(approval: Approval): Ending {
  return approval.kind === "plan only"
    ? ending("PLANNED", "There is something to apply, once no stand-in is refused any longer")
    : ending("STAND_IN", "The plan is made of what nobody has given yet");
}

function noApply(unmanaged: number): string {
  const what = unmanaged === 1 ? "1 thing was" : `${unmanaged} things were`;
  return `There is nothing to apply, and ${what} added outside the code, which no apply takes away`;
}

/** What to do about additions. */
export const takeAway =
  "take each addition away as the plan's report says, or describe it in the code, then plan again";

function answered(answer: Answer): Decision {
  if (answer === "yes") return "apply";
  return answer === "no"
    ? ending("DECLINED", "It was not agreed to")
    : ending("INTERRUPTED", "It was interrupted before anything was agreed to");
}

/** What could not be shown, nobody has agreed to. */
function notAsked(error: Error): Ending {
  return ending("DECLINED", `The plan could not be shown: ${error.message}`);
}

function nothingToDo(approval: Approval, fingerprint: string | null): string {
  const wasOther = approval.kind === "approved" && approval.fingerprint !== fingerprint;
  return wasOther
    ? "The cloud is what the code says, so the plan that was approved is no longer needed"
    : "The cloud is what the code says";
}

/** A fingerprint doesn't say what it was made of, so the plan of now is all that can be compared. */
function another({ verdict, counts, commit }: EnvironmentReport): string {
  const { drift, pending, unmanaged, destructive } = counts;
  const of = commit === null ? "" : ` of commit ${commit}`;
  return `The plan is another one than was approved: now it is ${verdict}${of} with ${drift} drift, ${pending} pending, ${unmanaged} unmanaged, ${destructive} destructive. Compare it with the report that was approved, and approve it anew`;
}
