import type { Group, Invocation } from "./aws";
import type { InstanceClass, Outcome } from "./report";
import { hasEnded, type Run, type WatchedCommand } from "./run";
import { hasRunToItsEnd, invocationClass } from "./status";

/**
 * Exit code of the document where another run of the updater holds the instance's lock, so that this one
 * did nothing (src/systems/test-app/scripts/run-updater/run-updater.sh).
 */
export const lockHeldExitCode = 210;

/** What is known of one instance. */
export interface Accounted {
  readonly instanceId: string;
  readonly class: InstanceClass;
  /** Undefined where no command reached it. */
  readonly invocation: Invocation | undefined;
  /** The command whose invocation it is. */
  readonly commandId: string | undefined;
}

/** Of several invocations on one instance, the one that comes first here counts. */
const precedence: readonly InstanceClass[] = [
  "still going",
  "failed",
  "unknown",
  "updated",
  "misconfigured",
  "not updated",
];

/** Every expected instance and every instance that a command reached, each once. */
export function account(run: Run): Accounted[] {
  const isOver = run.hasEnded();
  const missing = unaccountedInvocations(run);
  const there = run.groupAtEnd === undefined ? undefined : stillThere(run.groupAtEnd);
  const standby = run.groupAtEnd === undefined ? [] : inStandby(run.groupAtEnd);
  return allInstances(run).map((instanceId) => {
    const strongest = strongestOf(instanceId, run.commands.values());
    const seen = strongest?.class ?? classWithout(run, instanceId, isOver, missing);
    // The command is over, and so is the time in which the invocation could have said more.
    const known = seen === "still going" && isOver ? "unknown" : seen;
    const { invocation } = strongest ?? {};
    const ran = invocation !== undefined && hasRunToItsEnd(invocation);
    const isApart =
      isOver && standby.includes(instanceId) && !(ran && run.expected.has(instanceId));
    const isGone = isOver && !ran && there !== undefined && !there.has(instanceId);
    return {
      instanceId,
      class: isGone ? "gone" : isApart ? "standby" : known,
      invocation,
      commandId: strongest?.commandId,
    };
  });
}

/** How many targets of ended commands have no invocation in the lists. */
export function unaccountedInvocations(run: Run): number {
  let missing = 0;
  for (const command of run.commands.values()) {
    if (!hasEnded(command)) continue;
    missing += Math.max(0, (command.seen?.targetCount ?? 0) - command.invocations.size);
  }
  return missing;
}

/** In-service instances that no command has reached. */
export function uncovered(run: Run, instanceIds: readonly string[]): string[] {
  const commands = [...run.commands.values()];
  return instanceIds.filter((id) => !commands.some(({ invocations }) => invocations.has(id)));
}

function allInstances(run: Run): string[] {
  const ids = new Set(run.expected);
  for (const { invocations } of run.commands.values())
    for (const id of invocations.keys()) ids.add(id);
  return [...ids];
}

function classWithout(
  { doubtful }: Run,
  instanceId: string,
  isOver: boolean,
  missing: number,
): InstanceClass {
  if (!isOver) return "still going";
  // One of the invocations that aren't listed may be its own.
  return missing > 0 || doubtful.has(instanceId) ? "unknown" : "not updated";
}

interface Found {
  readonly class: InstanceClass;
  readonly invocation: Invocation;
  readonly commandId: string;
}

function strongestOf(instanceId: string, commands: Iterable<WatchedCommand>): Found | undefined {
  const found: Found[] = [];
  for (const command of commands) {
    const invocation = command.invocations.get(instanceId);
    if (invocation === undefined) continue;
    const { commandId } = command;
    found.push({ class: invocationClass(invocation, hasEnded(command)), invocation, commandId });
  }
  // Of two commands of one rollout the lock lets one run: the other's failure to get it says nothing.
  const ran = found.filter(({ invocation }) => invocation.output.verdict !== lockHeldExitCode);
  return (ran.length > 0 ? ran : found).sort(
    (one, other) => precedence.indexOf(one.class) - precedence.indexOf(other.class),
  )[0];
}

/** Instances of the group that aren't on their way out. */
export function stillThere({ instances }: Group): ReadonlySet<string> {
  const staying = instances.filter(
    ({ lifecycleState }) => !/^(Terminat|Detach)/.test(lifecycleState),
  );
  return new Set(staying.map(({ instanceId }) => instanceId));
}

/** Instances that somebody took out of service, such as to examine them. */
export function inStandby({ instances }: Group): string[] {
  return instances.flatMap(({ instanceId, lifecycleState }) =>
    /Standby/.test(lifecycleState) ? instanceId : [],
  );
}

/** What is known when every command has ended. */
export interface Known {
  readonly classes: readonly InstanceClass[];
  readonly unaccountedInvocations: number;
  /** Whether an updated instance still runs: a bad release has its instances replaced. */
  readonly updatedStillRuns: boolean;
  /** As listed after the end; undefined when the group could not be listed again. */
  readonly desiredCapacity: number | undefined;
}

/** The outcome of a rollout whose commands have all ended: read from its instances, and from nothing else. */
export function outcomeOf(
  known: Known,
): Extract<Outcome, "SUCCEEDED" | "FAILED" | "PARTIAL" | "UNKNOWN"> {
  const has = (...wanted: InstanceClass[]) => known.classes.some((each) => wanted.includes(each));
  const isUpdated = has("updated");
  const isBad = has("failed", "misconfigured", "not updated");
  const isUnknown = has("unknown", "still going", "expected") || known.unaccountedInvocations > 0;
  if (isBad) return isUpdated ? "PARTIAL" : "FAILED";
  if (isUnknown) return isUpdated ? "PARTIAL" : "UNKNOWN";
  // Instances that came into service meanwhile are known only from the group.
  if (known.desiredCapacity === undefined) return "UNKNOWN";
  return known.updatedStillRuns || known.desiredCapacity === 0 ? "SUCCEEDED" : "UNKNOWN";
}
