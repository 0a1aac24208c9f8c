import type { Deployment, Release } from "../../estate/deployment";
import { type CallSurroundings, Calls } from "../aws/calls";
import type { AutoScalingGroup } from "../aws/group/group";
import type { InstanceRefresh } from "../aws/group/instance-refresh";
import type { RestorePoint } from "../aws/images/restore-point";
import type { Cause } from "../report/causes";
import type { RollbackPort } from "./aws";
import type { Outcome } from "./report";

/** What a rollback is aimed at. */
export interface RollbackTarget
  extends Pick<Release, "groupName" | "documentName" | "updatesParameter" | "refresh"> {
  readonly environmentId: string;
  readonly region: string;
  readonly accountId: string;
  /** Where the image is committed. */
  readonly configuredIn: string;
}

export function rollbackTarget({
  id,
  region,
  account,
  configuredIn,
  release,
}: Pick<Deployment, "id" | "region" | "account" | "configuredIn"> & {
  readonly release: Release;
}): RollbackTarget {
  const { groupName, documentName, updatesParameter, refresh } = release;
  return {
    environmentId: id,
    region,
    accountId: account,
    configuredIn,
    groupName,
    documentName,
    updatesParameter,
    refresh,
  };
}

/** What happens while a rollback runs, for lines in a log. */
export type RollbackProgress = { readonly kind: "note"; readonly text: string };

export interface RollbackSurroundings extends CallSurroundings {
  readonly port: RollbackPort;
}

/** How long a call is repeated that isn't answered. */
const patienceMs = 60_000;

/** What one rollback knows so far; every step adds to it, and the report is made of it. */
export class Run {
  readonly notes: string[] = [];
  readonly startedAt: number;
  /** Who holds updates, as a clause; null where nobody does, or it wasn't seen. */
  hold: string | null = null;
  /** When somebody set the hold that is there, in milliseconds since 1970; undefined where nobody did. */
  heldSince: number | undefined;
  restorePoint: RestorePoint | undefined;
  /** The template's version with the restore point's image. */
  version: string | undefined;
  refresh: InstanceRefresh | undefined;
  /** An instance refresh was asked for, and perhaps begun: its id, once that was answered. */
  asked: { refreshId?: string } | undefined;
  /** Somebody may come upon a hold that this rollback has set, or perhaps has. */
  mayHold = false;
  /** Instances of the group before anything was replaced. */
  before: readonly string[] = [];
  /** As it was last described. */
  group: AutoScalingGroup | undefined;

  constructor(
    readonly target: RollbackTarget,
    readonly surroundings: RollbackSurroundings,
  ) {
    this.startedAt = surroundings.clock.now();
  }

  /** @param watchMs for how long they may go on, in milliseconds (default: without an end) */
  calls(watchMs = Number.POSITIVE_INFINITY): Calls {
    return new Calls(this.surroundings, patienceMs, this.surroundings.clock.now() + watchMs);
  }

  note(text: string): void {
    if (this.notes.includes(text)) return;
    this.notes.push(text);
    this.surroundings.onProgress({ kind: "note", text });
  }
}

/** How a rollback ends. */
export interface Ending {
  readonly outcome: Outcome;
  readonly reason: string;
  readonly cause?: Cause | null;
}

/** A rollback that ends here. */
export class EarlyEnd extends Error {
  override readonly name = "EarlyEnd";

  constructor(
    readonly outcome: Outcome,
    message: string,
    readonly knownCause: Cause | null = null,
  ) {
    super(message);
  }
}
