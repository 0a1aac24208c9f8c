/** Something of the state, of the cloud and of the plan. */
export type Three<Value> = readonly [state: Value, cloud: Value, planned: Value];

/** A version of a value, and which parts of it are sensitive (`true`, or a tree of the same shape). */
export interface Version {
  readonly value: unknown;
  readonly sensitive: unknown;
}

export interface Versions {
  readonly state: Version;
  readonly cloud: Version;
  readonly planned: Version;
  /** Which parts of `planned` are unknown: `true`, or a tree of the same shape. */
  readonly unknown: unknown;
}
