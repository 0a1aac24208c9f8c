import type { Deployment } from "../../estate/deployment";
import { Calls } from "../aws/calls";
import { type Clock, systemChance } from "../aws/clock";
import type { EnvironmentReport } from "../drift/report";
import type { ApplyEvent } from "../terraform/apply/apply-log";
import type { PlanOptions, PlanProgress } from "../terraform/plan/plan-stacks";
import type { Approval } from "./decision";
import type { FleetPort } from "./fleet/aws";
import type { FleetCounts } from "./fleet/counts";
import type { ServicesPort } from "./services/aws";

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
  | ({ readonly kind: "fleet" } & FleetCounts)
  | { readonly kind: "service"; readonly service: string; readonly text: string }
  /** A line for people: a retry, something unusual. */
  | { readonly kind: "note"; readonly text: string };

/**
 * What is asked of an apply, and what it needs of the world around it. Its signal ends whatever runs, in good
 * order: a Terraform that runs is interrupted once, and awaited.
 */
export interface ApplyOptions extends PlanOptions {
  readonly deployment: Pick<Deployment, "id" | "region" | "settles" | "standIns">;
  readonly approval: Approval;
  /** Between two looks at what settles. */
  readonly pollIntervalMs: number;
  /** For the fleet to settle, and for the services. */
  readonly watchTimeoutMs: number;
  /**
   * Judges the plan of an environment, parsed JSON of `terraform show -json`, and looks for what was added beside it.
   * Throws for nothing that it holds.
   */
  readonly judge: (
    plan: unknown,
    environment: string,
    signal: AbortSignal,
  ) => Promise<EnvironmentReport>;
  readonly fleet: FleetPort;
  readonly services: ServicesPort;
  readonly clock: Clock;
  readonly onProgress: (progress: ApplyProgress | PlanProgress) => void;
}

/** How long a call is repeated that isn't answered. */
const patienceMs = 120_000;

/** @param deadline when all calls end, in milliseconds since 1970 */
export function callsOf(options: ApplyOptions, deadline?: number): Calls {
  const { clock, signal: stop, onProgress } = options;
  return new Calls({ clock, stop, onProgress, chance: systemChance }, patienceMs, deadline);
}

/** RFC 3339, in UTC. */
export function timeText(time: number): string {
  return new Date(time).toISOString();
}
