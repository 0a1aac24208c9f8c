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
  /** Until the load balancer has let the instance go. */
  readonly drainSeconds: number;
  /** Waiting, after the updater, until the application is healthy again. */
  readonly healthSeconds: number;
  /** Until the load balancer sends the instance requests again. */
  readonly inServiceSeconds: number;
  /** Asking Elastic Load Balancing for one thing, retries included. */
  readonly targetCallSeconds: number;
  /** Between two looks at the targets. */
  readonly targetPollSeconds: number;
}

/** What a run's limits follow from. */
export type UpdaterRunSettings = Pick<
  Environment,
  "updater" | "application" | "healthCheck" | "targetGroup"
>;

/** What Elastic Load Balancing may need beyond the times that are configured, in seconds. */
const targetSlackSeconds = 60;

/** A run asks it for the targets, to deregister and to register, and once more where an instance is taken away. */
const targetCalls = 4;

/** Each wait may end with a look that hangs. */
const targetWaits = 2;

/** Three looks at the instance metadata, whose requests have limits of their own. */
const metadataSeconds = 60;

/**
 * The application has its restart time, and after that as many checks as it needs to be healthy. A target drains for
 * the whole deregistration delay, with or without requests.
 *
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/edit-target-group-attributes.html#deregistration-delay
 */
export function updaterRunLimits(settings: UpdaterRunSettings): UpdaterRunLimits {
  const { updater, application, healthCheck, targetGroup } = settings;
  const { secretSeconds, downloadSeconds, updaterSeconds } = bootLimits(updater);
  const checksSeconds = healthCheck.healthyThresholdCount * healthCheck.intervalSeconds;
  return {
    secretSeconds,
    downloadSeconds,
    updaterSeconds,
    drainSeconds: targetGroup.deregistrationDelaySeconds + targetSlackSeconds,
    healthSeconds: application.restartSeconds + checksSeconds,
    inServiceSeconds: checksSeconds + targetSlackSeconds,
    targetCallSeconds: 30,
    targetPollSeconds: 5,
  };
}

/**
 * The longest that one run can take on an instance, in seconds, whatever hangs: every part uses up its
 * limit, and the last health check begins right at the end of its own.
 */
export function longestUpdaterRunSeconds(settings: UpdaterRunSettings): number {
  const { targetCallSeconds, targetPollSeconds, ...once } = updaterRunLimits(settings);
  const calls = Array<number>(targetCalls + targetWaits).fill(targetCallSeconds);
  const overrun = killGraceSeconds + clockRoundingSeconds;
  return [...Object.values(once), ...calls].reduce(
    (sum, seconds) => sum + seconds + overrun,
    settings.healthCheck.timeoutSeconds + metadataSeconds + localWorkSeconds,
  );
}

/**
 * How many instances must stay in service while others update: the least size of the group less one, and never
 * fewer than two.
 */
export function leastInService({
  minimumInstances,
}: {
  readonly minimumInstances: number;
}): number {
  return Math.max(minimumInstances - 1, 2);
}

/**
 * How long a rollout of all instances may take, in seconds. It is watched for two hours (rollout.ts).
 */
export const longestRolloutSeconds = 7200;
