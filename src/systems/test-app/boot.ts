/** Upper bounds on the parts of an instance's first boot, in whole seconds, at least 1. */
export function bootLimits(updater: { readonly timeLimitSeconds: number }) {
  return {
    /** Installing (when the image lacks it), configuring and starting the CloudWatch agent. */
    agentSeconds: 120,
    /** Waiting for another run of the updater to release the lock. */
    lockSeconds: 30,
    /** Reading whether updates are enabled, retries included. */
    updatesSeconds: 12,
    /** Fetching the download secret, retries included. */
    secretSeconds: 60,
    /** Downloading the updater, retries included. */
    downloadSeconds: 120,
    /** The updater's one run, which is each environment's own decision. */
    updaterSeconds: updater.timeLimitSeconds,
    /** Publishing whether the boot could update. */
    metricSeconds: 20,
  };
}

export type BootLimits = Readonly<ReturnType<typeof bootLimits>>;

/** Those on fetching and running the updater. */
export type UpdaterLimits = Pick<
  BootLimits,
  "updatesSeconds" | "secretSeconds" | "downloadSeconds" | "updaterSeconds"
>;

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
