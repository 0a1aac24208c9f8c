/** A simulated fleet, updated so many at a time; each instance takes 30 s, and up to `spreadMs` more. */
export interface Fleet {
  readonly name: string;
  readonly instances: number;
  readonly maxConcurrency: number;
  readonly spreadMs: number;
}

export interface Fleets {
  /** The floor of memory. */
  readonly few: Fleet;
  /** A wave ends at one moment, so that few polls have news. */
  readonly waves: Fleet;
  /** Instances end all the time, so that every poll has news. */
  readonly spread: Fleet;
}

/** How large the large fleets are, and how much more memory than with the small one they may take. */
export interface FleetSize {
  readonly instances: number;
  readonly extraMebibytes: number;
}

export const someInstances: FleetSize = { instances: 500, extraMebibytes: 15 };
/** A rollout to so many takes seconds. */
export const manyInstances: FleetSize = { instances: 10_000, extraMebibytes: 75 };

export function fleetsOf({ instances }: FleetSize): Fleets {
  const atATime = instances / 20;
  const count = instances.toLocaleString("en-US");
  return {
    few: { name: "10 instances in two waves", instances: 10, maxConcurrency: 5, spreadMs: 0 },
    waves: {
      name: `${count} instances in two waves`,
      instances,
      maxConcurrency: instances / 2,
      spreadMs: 0,
    },
    spread: {
      name: `${count} instances, ${atATime} at a time`,
      instances,
      maxConcurrency: atATime,
      spreadMs: 20_000,
    },
  };
}
