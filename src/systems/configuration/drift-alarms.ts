import { outcomeMetrics } from "../../estate/outcome-metrics";

/** Rings for an outcome that isn't good, and for one that isn't known. */
export const notGood = {
  comparison: "at least",
  threshold: outcomeMetrics.values.unknown,
  periodSeconds: 60,
  periods: 1,
  periodsToAlarm: 1,
} as const;

/** What the latest drift check says, until the next one; checks are minutes apart, and each has a minute of its own. */
export const verdict = { ...notGood, missingData: "ignore" } as const;

/**
 * Rings where nobody has checked. In hours, because CloudWatch looks some periods further back than it is told where data
 * is missing, and a week is the most that it takes of them.
 *
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-missing-data.html
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html
 */
export const unchecked = {
  comparison: "below",
  threshold: 1,
  periodSeconds: 3600,
  periods: 26,
  periodsToAlarm: 26,
  missingData: "breaching",
} as const;

/** Alarms of an environment's nightly drift check: what it found, and that nobody has looked. */
export function driftAlarms<Metric>(
  { driftCheck, driftChecks }: { readonly driftCheck: Metric; readonly driftChecks: Metric },
  section: string,
) {
  return {
    "drift-check": {
      metric: driftCheck,
      ...verdict,
      says: "The latest drift check of main has found what is not in the code, or could not tell",
      section,
    },
    "drift-check-missing": {
      metric: driftChecks,
      ...unchecked,
      says: `Nobody has checked the environment for drift in ${unchecked.periods} hours: the nightly check, which may take two of them, did not run or could not tell`,
      section,
    },
  } as const;
}
