import { lockHeldExitCode } from "../../../src/operations/rollout/account";
import { verdict } from "./agent";
import { type FakeInstance, type FakeRun, printedBy } from "./instances";

/** A command invocation with all that will happen to it. */
export interface Scheduled {
  readonly instanceId: string;
  startsAt: number;
  endsAt: number;
  details: string;
  code: number | null;
  printed: string;
  readonly isSkipped: boolean;
}

/** When an instance was busy with an updater. */
export interface Busy {
  readonly from: number;
  readonly until: number;
}

/**
 * What a command will do, as Systems Manager would: so many instances at a time, and none after more
 * errors than allowed.
 *
 * @param busy runs so far, by instance; the new ones are added
 */
export function schedule(
  targets: readonly { readonly instance: FakeInstance; readonly run: FakeRun }[],
  { now, beginning, maxConcurrency, maxErrors }: ScheduleOptions,
  busy: Map<string, Busy[]>,
): Scheduled[] {
  const slots: number[] = new Array(Math.min(maxConcurrency, targets.length)).fill(now);
  const errorsAt: number[] = [];
  return targets.map(({ instance, run }) => {
    let slot = 0;
    for (let index = 1; index < slots.length; index += 1)
      if ((slots[index] ?? 0) < (slots[slot] ?? 0)) slot = index;
    const turn = slots[slot] ?? now;
    if (errorsAt.length > maxErrors && errorsAt.filter((at) => at <= turn).length > maxErrors)
      return stopped(instance, turn, "Terminated");
    const startsAt = turn + run.delayMs;
    const scheduled = onInstance(instance, run, startsAt, beginning + instance.leaves, busy);
    slots[slot] = scheduled.endsAt;
    if (/^(failed|execution ?timed ?out)$/i.test(scheduled.details))
      errorsAt.push(scheduled.endsAt);
    return scheduled;
  });
}

export interface ScheduleOptions {
  readonly now: number;
  readonly beginning: number;
  readonly maxConcurrency: number;
  readonly maxErrors: number;
}

function onInstance(
  instance: FakeInstance,
  run: FakeRun,
  startsAt: number,
  leavesAt: number,
  busy: Map<string, Busy[]>,
): Scheduled {
  if (leavesAt <= startsAt || instance.agent !== "Online")
    return stopped(instance, startsAt, "Undeliverable");
  const runs = busy.get(instance.id) ?? [];
  busy.set(instance.id, runs);
  if (runs.some(({ from, until }) => from <= startsAt && startsAt < until)) {
    const held = {
      details: "Failed",
      code: lockHeldExitCode,
      printed: `another run holds the lock\n${verdict(lockHeldExitCode)}`,
      isSkipped: false,
    };
    return { instanceId: instance.id, startsAt, endsAt: startsAt + 100, ...held };
  }
  const endsAt = startsAt + run.lastsMs;
  if (leavesAt < endsAt) return { ...stopped(instance, leavesAt, "Delivery Timed Out"), startsAt };
  const { details, code, isSkipped = false } = run;
  if (isRun(details) && !isSkipped) runs.push({ from: startsAt, until: endsAt });
  const printed = printedBy(run);
  return { instanceId: instance.id, startsAt, endsAt, details, code, printed, isSkipped };
}

function isRun(details: string): boolean {
  return !/^(undeliverable|terminated|invalid|access)/i.test(details);
}

function stopped({ id }: FakeInstance, at: number, details: string): Scheduled {
  return {
    instanceId: id,
    startsAt: at,
    endsAt: at,
    details,
    code: null,
    printed: "",
    isSkipped: false,
  };
}
