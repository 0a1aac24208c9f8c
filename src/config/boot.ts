/**
 * Upper bounds, in seconds, on the steps of an instance's first boot other than the updater, whose
 * bound is an environment's decision. Together they must fit into the health check grace period
 * (rules.ts): a boot that is still running must not be replaced for being unhealthy.
 */
export const bootTimeLimits = {
  /** Installing (when the image lacks it) and starting the CloudWatch agent. */
  agentSeconds: 120,
  /** Waiting for the lock that a rollout on the same instance may hold. */
  lockSeconds: 30,
  /** Fetching the download secret, retries included. */
  secretSeconds: 60,
  /** Downloading the updater, retries included. */
  downloadSeconds: 120,
  /** Publishing whether the boot could update. */
  metricSeconds: 20,
} as const;

/** Seconds that `timeout --kill-after` waits for a command that ignores its first signal. */
export const killAfterSeconds = 10;

/**
 * The longest that a boot's user data may run, in seconds: every step at its limit.
 *
 * @param limits the steps' own limits, in seconds
 */
export function longestBootSeconds(
  limits: typeof bootTimeLimits & { readonly updaterSeconds: number },
): number {
  return Object.values(limits).reduce((sum, seconds) => sum + seconds + killAfterSeconds, 0);
}
