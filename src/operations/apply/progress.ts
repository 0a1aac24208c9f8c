import type { ApplyEvent } from "../terraform/apply/apply-log";

/** What happens while an apply runs, for a live table or lines in a log. */
export type ApplyProgress =
  | { readonly kind: "phase"; readonly phase: "APPLY" | "SETTLE" | "CHECK" }
  | ({ readonly kind: "resource" } & Omit<ApplyEvent, "kind"> & {
        readonly state: Exclude<ApplyEvent["kind"], "planned">;
      })
  | {
      readonly kind: "refresh";
      readonly refreshId: string;
      readonly status: string;
      readonly percentageComplete: number | null;
      readonly statusReason: string | null;
    }
  | { readonly kind: "fleet"; readonly healthyInService: number; readonly desiredCapacity: number }
  /** A line for people: a retry, something unusual. */
  | { readonly kind: "note"; readonly text: string };
