/**
 * What outcomes are told as: metrics in the deployment's region, whose one dimension is the deployment's id, under the
 * name of its tag. Operations send them, and a system's alarms read them.
 */
export const outcomeMetrics = {
  /** Of nothing else, so that a role can be limited to it. */
  namespace: "testapp/outcomes",
  names: { "drift-check": "DriftCheck", rollout: "Rollout" },
  /** The highest of a period counts; what isn't known is no success. */
  values: { good: 0, unknown: 1, bad: 2 },
} as const;

/** Operations whose outcomes are told. */
export type ToldOperation = keyof typeof outcomeMetrics.names;
