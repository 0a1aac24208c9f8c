/** Upper bounds on fetching and running the updater, in whole seconds, at least 1. */
export interface UpdaterLimits {
  /** Fetching the download secret, retries included. */
  readonly secretSeconds: number;
  /** Downloading the updater, retries included. */
  readonly downloadSeconds: number;
  /** The updater's one run. */
  readonly updaterSeconds: number;
}

/** Upper bounds on the parts of an instance's first boot, in whole seconds, at least 1. */
export interface BootLimits extends UpdaterLimits {
  /** Installing (when the image lacks it), configuring and starting the CloudWatch agent. */
  readonly agentSeconds: number;
  /** Waiting for another run of the updater to release the lock. */
  readonly lockSeconds: number;
  /** Publishing whether the boot could update. */
  readonly metricSeconds: number;
}

/** The limits of every environment; the updater's is each environment's own decision. */
const commonLimits = {
  agentSeconds: 120,
  lockSeconds: 30,
  secretSeconds: 60,
  downloadSeconds: 120,
  metricSeconds: 20,
};

export function bootLimits(updater: { readonly timeLimitSeconds: number }): BootLimits {
  return { ...commonLimits, updaterSeconds: updater.timeLimitSeconds };
}

/** Between asking a program to end (SIGTERM) and ending it (SIGKILL). */
export const killGraceSeconds = 5;

/** Bash counts whole seconds, so each part may begin up to one second after the time it notes. */
export const clockRoundingSeconds = 1;

/** What has no limit because it waits for nothing: checksum, copy, log lines. */
export const localWorkSeconds = 10;

/** From the moment that a group counts an instance as in service to the script's first line. */
export const systemStartSeconds = 90;

/**
 * The longest that the boot script can run, in seconds, whatever hangs: every part uses up its limit
 * and has to be killed.
 */
export function longestBootSeconds(limits: BootLimits): number {
  const { lockSeconds, ...killed } = limits;
  const overrun = killGraceSeconds + clockRoundingSeconds;
  return Object.values<number>(killed).reduce(
    (sum, seconds) => sum + seconds + overrun,
    lockSeconds + localWorkSeconds,
  );
}
