import type { InstanceClass } from "./report";

/** What happens while a rollout runs, for a live table or lines in a log. */
export type RolloutProgress =
  | { readonly kind: "phase"; readonly phase: Phase }
  | { readonly kind: "expected"; readonly instanceIds: readonly string[] }
  | {
      readonly kind: "sent";
      readonly commandId: string;
      readonly runId: string;
      /** 0 is the command by tag; 1 and 2 are the further passes. */
      readonly pass: number;
    }
  | {
      readonly kind: "instance";
      readonly instanceId: string;
      readonly class: InstanceClass;
      readonly statusDetails: string;
      readonly responseCode: number | null;
    }
  /** A line for people: a retry, something unusual. */
  | { readonly kind: "note"; readonly text: string };

export type Phase = "PREFLIGHT" | "SEND" | "WATCH" | "RECONCILE" | "REPORT";
