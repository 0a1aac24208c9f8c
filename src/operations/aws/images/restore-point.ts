/** Tags of a restore point beside its deployment's, on the image and on its snapshots. */
export const runIdTag = "RestorePointRunId";
export const commitTag = "RestorePointCommit";

/** An image of an instance as it was before a rollout. */
export interface RestorePoint {
  readonly imageId: string;
  readonly name: string;
  /** Of the rollout that made it. */
  readonly runId: string;
  /** That was checked out then; null where it isn't known. */
  readonly commit: string | null;
  /** EC2's word: only an `available` one can be launched. */
  readonly state: string;
  readonly stateReason: string | null;
  /** RFC 3339. */
  readonly createdAt: string;
  /** Each of its volumes has a snapshot, which is of the moment at which it began, complete or not. */
  readonly hasSnapshots: boolean;
}

/** A template and one of its versions, as `lt-… 7`, apart. */
export function templateAndVersion(text: string | undefined): [string, string] | undefined {
  const [id, version] = text?.split(" ") ?? [];
  return id === undefined || version === undefined ? undefined : [id, version];
}

/** The newest first. */
export function byAge(points: readonly RestorePoint[]): RestorePoint[] {
  return [...points].sort((one, other) =>
    one.createdAt === other.createdAt ? 0 : one.createdAt < other.createdAt ? 1 : -1,
  );
}

export const isAvailable = ({ state }: RestorePoint) => state === "available";

/** States that no image comes back from. */
const broken = ["failed", "error", "invalid"];
export const isBroken = ({ state }: RestorePoint) => broken.includes(state);
