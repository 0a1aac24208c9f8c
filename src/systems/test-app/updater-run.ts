import {
  bootLimits,
  clockRoundingSeconds,
  killGraceSeconds,
  localWorkSeconds,
  type UpdaterLimits,
} from "./boot";
import type { Environment } from "./environment";

/** Upper bounds on the parts of one run of the updater in a rollout, in whole seconds, at least 1. */
export interface UpdaterRunLimits extends UpdaterLimits {
  /** Waiting, after the updater, until the application is healthy again. */
  readonly healthSeconds: number;
}

/** What a run's limits follow from. */
export type UpdaterRunSettings = Pick<Environment, "updater" | "application" | "healthCheck">;

/** The application has its restart time, and after that as many checks as it needs to be healthy. */
export function updaterRunLimits(settings: UpdaterRunSettings): UpdaterRunLimits {
  const { updater, application, healthCheck } = settings;
  const { secretSeconds, downloadSeconds, updaterSeconds } = bootLimits(updater);
  const healthSeconds =
    application.restartSeconds + healthCheck.healthyThresholdCount * healthCheck.intervalSeconds;
  return { secretSeconds, downloadSeconds, updaterSeconds, healthSeconds };
}

/**
 * The longest that one run can take on an instance, in seconds, whatever hangs: every part uses up its
 * limit, and the last health check begins right at the end of its own.
 */
export function longestUpdaterRunSeconds(settings: UpdaterRunSettings): number {
  const overrun = killGraceSeconds + clockRoundingSeconds;
  return Object.values<number>({ ...updaterRunLimits(settings) }).reduce(
    (sum, seconds) => sum + seconds + overrun,
    settings.healthCheck.timeoutSeconds + localWorkSeconds,
  );
}
