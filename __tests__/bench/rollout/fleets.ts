/** A simulated fleet, updated so many at a time; each instance takes 30 s, and up to `spreadMs` more. */
export interface Fleet {
  readonly name: string;
  readonly instances: number;
  readonly maxConcurrency: number;
  readonly spreadMs: number;
}

export const fleets = {
  /** The floor of memory. */
  few: { name: "10 instances in two waves", instances: 10, maxConcurrency: 5, spreadMs: 0 },
  /** A wave ends at one moment, so that few polls have news. */
  waves: {
    name: "10,000 instances in two waves",
    instances: 10_000,
    maxConcurrency: 5_000,
    spreadMs: 0,
  },
  /** Instances end all the time, so that every poll has news. */
  spread: {
    name: "10,000 instances, 500 at a time",
    instances: 10_000,
    maxConcurrency: 500,
    spreadMs: 20_000,
  },
} as const satisfies Record<string, Fleet>;
