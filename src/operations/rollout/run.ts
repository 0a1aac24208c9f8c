import { Calls } from "../aws/calls";
import type { RestorePoint } from "../aws/images/restore-point";
import type { Cause } from "../report/causes";
import type { Command, Group, Invocation } from "./aws";
import type { Outcome } from "./report";
import { invocationClass, isTerminal, statusText } from "./status";
import type { RolloutTarget, Surroundings } from "./surroundings";

/** How long a call before and during the send is repeated. */
const preflightPatienceMs = 30_000;
/** How long a call of the watch is repeated: longer, because a command is under way. */
const watchPatienceMs = 120_000;

/** A command of this rollout, with what has been seen of it. */
export interface WatchedCommand {
  readonly commandId: string;
  /** 0 is the command by tag; 1 and 2 are the further passes. */
  readonly pass: number;
  /** As it was last listed; undefined while it isn't visible. */
  seen: Command | undefined;
  /** It has ended, and its invocations have said their last word, or had the time for it. */
  isSettled: boolean;
  readonly invocations: Map<string, Invocation>;
  /** What was last told of each instance. */
  readonly told: Map<string, string>;
}

/** Whether the command was seen to have ended. */
export function hasEnded({ seen }: WatchedCommand): boolean {
  return seen !== undefined && isTerminal(seen);
}

/** What one rollout knows so far; every step adds to it, and the report is made of it. */
export class Run {
  runId: string | null = null;
  documentVersion: string | null = null;
  /** In-service instances, before the send and as listed since. */
  readonly expected = new Set<string>();
  /** States of the agents that aren't online, by instance. */
  readonly offline = new Map<string, string>();
  /** The load balancer calls none of the expected instances healthy. */
  noneHealthy = false;
  /** What the restore point is made of; undefined where none is made. */
  source: string | undefined;
  /** As it was last listed. */
  restorePoint: RestorePoint | undefined;
  readonly commands = new Map<string, WatchedCommand>();
  readonly notes: string[] = [];
  /** Another rollout's command, which this rollout gave way to. */
  gaveWayTo: string | undefined;
  /** Instances that a further pass was perhaps sent to. */
  readonly doubtful = new Set<string>();
  /** As it was last listed after the command's end. */
  groupAtEnd: Group | undefined;
  readonly startedAt: number;

  constructor(
    readonly target: RolloutTarget,
    readonly surroundings: Surroundings,
  ) {
    this.startedAt = surroundings.clock.now();
  }

  /** Calls before anything is sent. */
  preflightCalls(): Calls {
    return new Calls(this.surroundings, preflightPatienceMs);
  }

  /** Calls after the send, which all end with the watch. */
  watchCalls(timeoutMs: number): Calls {
    return new Calls(this.surroundings, watchPatienceMs, this.surroundings.clock.now() + timeoutMs);
  }

  /** Takes up a command that was sent. */
  adopt(commandId: string, pass: number): WatchedCommand {
    const known = this.commands.get(commandId);
    if (known !== undefined) return known;
    const watched: WatchedCommand = {
      commandId,
      pass,
      seen: undefined,
      isSettled: false,
      invocations: new Map(),
      told: new Map(),
    };
    this.commands.set(commandId, watched);
    const { onProgress } = this.surroundings;
    onProgress({ kind: "sent", commandId, runId: this.runId ?? "unknown", pass });
    return watched;
  }

  /** Whether something was sent, and all of it has ended. */
  hasEnded(): boolean {
    return this.commands.size > 0 && [...this.commands.values()].every(hasEnded);
  }

  /** Tells of something once, however often it happens. */
  note(text: string): void {
    if (this.notes.includes(text)) return;
    this.notes.push(text);
    this.surroundings.onProgress({ kind: "note", text });
  }

  /** Tells of the command's instances what is news. */
  tell(command: WatchedCommand): void {
    for (const [instanceId, invocation] of command.invocations) {
      const now = invocationClass(invocation, hasEnded(command));
      const statusDetails = statusText(invocation);
      const said = `${statusDetails} ${now}`;
      if (command.told.get(instanceId) === said) continue;
      command.told.set(instanceId, said);
      this.surroundings.onProgress({
        kind: "instance",
        instanceId,
        class: now,
        statusDetails,
        responseCode: invocation.responseCode,
      });
    }
  }
}

/** A rollout that ends here, with an outcome that isn't read from the instances. */
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
