import { type CallSurroundings, Calls, failureText } from "../aws/calls";
import { type Cause, causeOf } from "../report/causes";
import type { BakePort } from "./aws";
import { type BakeTarget, healthyCount, type Look, look, NothingToWatch, troublesIn } from "./look";
import { type BakeReport, type Outcome, schemaVersion } from "./report";

export interface BakeRequest {
  /** For how long the environment must stay healthy. */
  readonly bakeTimeMs: number;
  /** Between two looks. */
  readonly pollIntervalMs: number;
}

export interface BakeSurroundings extends CallSurroundings {
  readonly port: BakePort;
}

interface Ending {
  readonly outcome: Outcome;
  readonly reason: string;
  readonly troubles: readonly string[];
  readonly cause?: Cause | null;
}

/** How long a call is repeated that isn't answered. */
const patienceMs = 120_000;

/** Without a look for longer than this, or than two poll intervals, nobody has watched. */
const longestGapMs = 60_000;

/** Of all looks: trouble at more of them isn't chance. */
const mostTroubled = 1 / 4;

/**
 * Watches for a time that an environment stays healthy. Never throws: whatever happens is the report's
 * outcome. Unhealthy it is
 *
 * - as soon as its composite alarm is in ALARM at any look,
 * - as soon as trouble is seen at two looks, one after the other: fewer healthy targets than the auto scaling
 *   group's minimum, or any instance in service whose target isn't healthy,
 * - or when trouble was seen at more than one look, and at more than a quarter of all.
 *
 * One failed look alone isn't enough, because a single health check may fail for no reason. Time in which AWS
 * wasn't heard isn't watched time: the bake takes so much longer, and is unknown when it would take more than
 * twice its time. So it is when its alarm isn't OK in the end, or is gone.
 */
export async function bake(
  target: BakeTarget,
  request: BakeRequest,
  surroundings: BakeSurroundings,
): Promise<BakeReport> {
  const watched = new Bake(target, request, surroundings);
  const ending = await watched.toItsEnd().catch(endingOf);
  return watched.report(ending);
}

class Bake {
  readonly #startedAt: number;
  readonly #calls: Calls;
  readonly #notes = new Set<string>();
  #looks = 0;
  #least: number | null = null;
  #last: Look | undefined;
  #hadAlarm = false;
  /** How many looks have seen trouble, and what the last of them saw. */
  #troubled = 0;
  #lastTroubles: readonly string[] = [];
  #told = "";

  constructor(
    private readonly target: BakeTarget,
    private readonly request: BakeRequest,
    private readonly surroundings: BakeSurroundings,
  ) {
    this.#startedAt = surroundings.clock.now();
    this.#calls = new Calls(surroundings, patienceMs);
  }

  async toItsEnd(): Promise<Ending> {
    const { clock, port } = this.surroundings;
    const { bakeTimeMs } = this.request;
    let before = 0;
    let seenAt = this.#startedAt;
    let end = this.#startedAt + bakeTimeMs;
    for (;;) {
      const seen = await look(this.target, port, this.#calls);
      const troubles = troublesIn(seen);
      this.#take(seen, troubles);
      if (seen.alarm?.state === "ALARM") return this.#alarmed(seen);
      if (before > 0 && troubles.size > 0)
        return {
          outcome: "UNHEALTHY",
          reason: "The environment was unhealthy at two looks, one after the other",
          troubles: [...troubles.values()],
        };
      before = troubles.size;

      end += this.#unwatched(clock.now() - seenAt);
      seenAt = clock.now();
      if (end - this.#startedAt > 2 * bakeTimeMs + longestGapMs)
        return unknown("AWS wasn't heard for most of the time");
      // One look shows no time, however long it took, and a trouble that is new needs another one.
      if (seenAt >= end && this.#looks > 1 && troubles.size === 0) return this.#inTheEnd(seen);
      await this.#calls.pause(this.#untilNextLook(end));
    }
  }

  /** How much of the time since the last look counts as not watched. */
  #unwatched(gapMs: number): number {
    if (gapMs <= Math.max(longestGapMs, 2 * this.request.pollIntervalMs)) return 0;
    const seconds = Math.round(gapMs / 1000);
    this.#notes.add(`For ${seconds} s nothing was seen, so it was watched so much longer`);
    return gapMs;
  }

  #inTheEnd({ alarm }: Look): Ending {
    if (this.#troubled > 1 && this.#troubled > this.#looks * mostTroubled)
      return {
        outcome: "UNHEALTHY",
        reason: `The environment was unhealthy at ${this.#troubled} of ${this.#looks} looks`,
        troubles: [...this.#lastTroubles],
      };
    const { alarmName } = this.target;
    if (this.#hadAlarm && alarm?.state !== "OK")
      return unknown(`the alarm ${alarmName} is ${alarm?.state ?? "gone"} in the end`);
    const seconds = this.request.bakeTimeMs / 1000;
    return {
      outcome: "HEALTHY",
      reason: `The environment has stayed healthy for ${seconds} s, in ${this.#looks} looks`,
      troubles: [],
    };
  }

  report({ outcome, reason, troubles, cause = null }: Ending): BakeReport {
    const { target, request, surroundings } = this;
    const alarm = this.#last && {
      name: target.alarmName,
      state: this.#last.alarm?.state ?? null,
      reason: this.#last.alarm?.reason ?? null,
    };
    return {
      schemaVersion,
      environment: target.environment,
      outcome,
      reason,
      cause,
      troubles: [...troubles],
      notes: [...this.#notes],
      startedAt: new Date(this.#startedAt).toISOString(),
      endedAt: new Date(surroundings.clock.now()).toISOString(),
      bakeTimeSeconds: request.bakeTimeMs / 1000,
      looks: this.#looks,
      leastHealthyTargets: this.#least,
      minimumInstances: this.#last?.minimumInstances ?? null,
      targets: [...(this.#last?.targets ?? [])],
      alarm: alarm ?? null,
    };
  }

  /** The last look is at the end of the time. */
  #untilNextLook(end: number): number {
    const left = end - this.surroundings.clock.now();
    const { pollIntervalMs } = this.request;
    return left > 0 ? Math.min(pollIntervalMs, left) : pollIntervalMs;
  }

  #take(seen: Look, troubles: ReadonlyMap<string, string>): void {
    const { alarmName } = this.target;
    const healthy = healthyCount(seen);
    this.#looks += 1;
    if (seen.minimumInstances !== null) this.#least = Math.min(this.#least ?? healthy, healthy);
    this.#last = seen;
    if (troubles.size > 0) {
      this.#troubled += 1;
      this.#lastTroubles = [...troubles.values()];
    }
    this.#hadAlarm ||= seen.alarm !== undefined;
    if (seen.alarm === undefined)
      this.#notes.add(
        this.#hadAlarm
          ? `The composite alarm ${alarmName} was gone for a time`
          : `There is no composite alarm ${alarmName}, so none was watched`,
      );
    else if (seen.alarm.state !== "OK" && seen.alarm.state !== "ALARM")
      this.#notes.add(`The alarm ${alarmName} was ${seen.alarm.state} for a time`);
    const state = [
      ...(seen.minimumInstances === null
        ? []
        : [`${healthy} of ${seen.targets.length} targets healthy`]),
      `alarm ${seen.alarm?.state ?? "absent"}`,
      ...troubles.values(),
    ].join("; ");
    if (state !== this.#told) this.surroundings.onProgress({ kind: "note", text: state });
    this.#told = state;
  }

  #alarmed({ alarm }: Look): Ending {
    const why = alarm?.reason === undefined ? "" : `: ${alarm.reason}`;
    const trouble = `${this.target.alarmName} is in ALARM${why}`;
    return { outcome: "UNHEALTHY", reason: "The composite alarm went off", troubles: [trouble] };
  }
}

function endingOf(error: unknown): Ending {
  if (error instanceof NothingToWatch)
    return { outcome: "ERROR", reason: error.message, cause: error.knownCause, troubles: [] };
  return unknown(failureText(error), causeOf(error));
}

function unknown(why: string, cause: Cause | null = null): Ending {
  const reason = `Whether the environment stays healthy could not be learnt: ${why}`;
  return { outcome: "UNKNOWN", reason, cause, troubles: [] };
}
