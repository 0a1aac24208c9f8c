import type { Deployment, Release } from "../../estate/deployment";
import type { CallSurroundings } from "../aws/calls";
import type { RolloutPort } from "./aws";
import type { InstanceClass } from "./report";

/** What a rollout is aimed at and with which limits. */
export interface RolloutTarget extends Release {
  readonly environmentId: string;
  readonly region: string;
  readonly accountId: string;
}

/** A deployment that something can be released on. */
export type Releasable = Pick<Deployment, "id" | "region" | "account"> & {
  readonly release: Release;
};

export function rolloutTarget({ id, region, account, release }: Releasable): RolloutTarget {
  return { environmentId: id, region, accountId: account, ...release };
}

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

export type Phase = "PREFLIGHT" | "RESTORE_POINT" | "SEND" | "WATCH" | "RECONCILE" | "REPORT";

/**
 * Everything a rollout needs of the world around it, so that a test can bring its own. `stop` ends the watch on
 * purpose, and leaves a sent command alone.
 */
export interface Surroundings extends CallSurroundings {
  readonly port: RolloutPort;
  /** Hears of every step; must not throw. */
  readonly onProgress: (progress: RolloutProgress) => void;
}
