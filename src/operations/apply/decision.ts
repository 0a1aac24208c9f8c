import type { EnvironmentReport } from "../drift/report";
import type { Cause } from "../report/causes";
import type { Outcome } from "./report";

/** Who decides whether the plan is applied. */
export type Approval =
  /** Nobody: the plan is only shown. */
  | { readonly kind: "plan only" }
  /** A person who has seen the plan with this fingerprint. */
  | { readonly kind: "approved"; readonly fingerprint: string }
  /** A person who is asked now. */
  | { readonly kind: "ask"; readonly ask: (plan: EnvironmentReport) => Promise<Answer> };

export type Answer = "yes" | "no" | "interrupted";

export type Decision =
  | { readonly apply: true }
  | {
      readonly apply: false;
      readonly outcome: Outcome;
      readonly reason: string;
      readonly cause: Cause | null;
    };

/**
 * Whether this very plan may be applied. One that could not be made or judged never is, whoever has
 * approved what.
 */
export async function decide(plan: EnvironmentReport, approval: Approval): Promise<Decision> {
  const { verdict, planFingerprint: fingerprint } = plan;
  if (verdict === "IN_SYNC") return no("NOTHING_TO_DO", nothingToDo(approval, fingerprint));
  if (verdict === "INCONCLUSIVE" && approval.kind === "plan only")
    return no("INCONCLUSIVE", "The plan can't be judged, so it can't be applied either");
  if (verdict === "INCONCLUSIVE")
    return no(
      "ERROR",
      "The plan can't be judged, and such a plan is never applied",
      "inconclusive",
    );
  if (verdict === "ERROR" || fingerprint === null)
    return no("ERROR", "There is no plan that could be applied");

  switch (approval.kind) {
    case "plan only":
      return no("PLANNED", "There is something to apply, once this plan's fingerprint is approved");
    case "approved":
      return fingerprint === approval.fingerprint ? yes : no("NOT_APPROVED", another(plan));
    case "ask":
      return approval.ask(plan).then(answered, notAsked);
  }
}

const yes: Decision = { apply: true };

function no(outcome: Outcome, reason: string, cause: Cause | null = null): Decision {
  return { apply: false, outcome, reason, cause };
}

function answered(answer: Answer): Decision {
  if (answer === "yes") return yes;
  return answer === "no"
    ? no("DECLINED", "It was not agreed to")
    : no("INTERRUPTED", "It was interrupted before anything was agreed to");
}

/** What could not be shown, nobody has agreed to. */
function notAsked(error: Error): Decision {
  return no("DECLINED", `Nobody could be asked: ${error.message}`);
}

function nothingToDo(approval: Approval, fingerprint: string | null): string {
  const wasOther = approval.kind === "approved" && approval.fingerprint !== fingerprint;
  return wasOther
    ? "The cloud is what the code says, so the plan that was approved is no longer needed"
    : "The cloud is what the code says";
}

/** A fingerprint doesn't say what it was made of, so the plan of now is all that can be compared. */
function another({ verdict, counts, commit }: EnvironmentReport): string {
  const { drift, pending, destructive } = counts;
  const of = commit === null ? "" : ` of commit ${commit}`;
  return `The plan is another one than was approved: now it is ${verdict}${of} with ${drift} drift, ${pending} pending, ${destructive} destructive. Compare it with the report that was approved, and approve it anew`;
}
