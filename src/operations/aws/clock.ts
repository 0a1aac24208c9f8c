import { randomUUID } from "node:crypto";
import { setTimeout } from "node:timers/promises";

export const stopReasons = ["interrupt", "deadline"] as const;
export type StopReason = (typeof stopReasons)[number];

export interface Clock {
  /** Milliseconds since 1970 in UTC. */
  now(): number;
  /** Returns after so many milliseconds, or as soon as the signal is aborted. */
  sleep(milliseconds: number, signal: AbortSignal): Promise<void>;
}

export interface Chance {
  /** From 0 to less than 1. */
  fraction(): number;
  /** Letters, digits and hyphens, at most 64. */
  newRunId(): string;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  sleep: async (milliseconds, signal) => {
    try {
      await setTimeout(milliseconds, undefined, { signal });
    } catch (error) {
      if (!signal.aborted) throw error;
    }
  },
};

export const systemChance: Chance = {
  fraction: () => Math.random(),
  newRunId: () => randomUUID(),
};
