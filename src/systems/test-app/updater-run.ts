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
  /** Waiting for the lock: longer than what puts an instance back holds it, which is half a target call. */
  readonly lockSeconds: number;
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
  /** Asking the instance metadata for one thing, retries included. */
  readonly metadataSeconds: number;
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

/**
 * A run asks the instance metadata for its id; whether the instance is to serve before it leaves, right before and
 * after it is registered, and once more where it did not leave.
 */
const metadataLooks = 5;

/**
 * The application has its restart time, and after that as many checks as it needs to be healthy. A target drains for
 * the whole deregistration delay, with or without requests.
 *
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/edit-target-group-attributes.html#deregistration-delay
 */
export function updaterRunLimits(settings: UpdaterRunSettings): UpdaterRunLimits {
  const { updater, application, healthCheck, targetGroup } = settings;
  const { updatesSeconds, secretSeconds, downloadSeconds, updaterSeconds } = bootLimits(updater);
  const checksSeconds = healthCheck.healthyThresholdCount * healthCheck.intervalSeconds;
  return {
    lockSeconds: 20,
    updatesSeconds,
    secretSeconds,
    downloadSeconds,
    updaterSeconds,
    drainSeconds: targetGroup.deregistrationDelaySeconds + targetSlackSeconds,
    healthSeconds: application.restartSeconds + checksSeconds,
    inServiceSeconds: checksSeconds + targetSlackSeconds,
    targetCallSeconds: 30,
    targetPollSeconds: 5,
    metadataSeconds: 10,
  };
}

/**
 * The longest that one run can take on an instance, in seconds, whatever hangs: every part uses up its
 * limit, and the last health check begins right at the end of its own.
 */
export function longestUpdaterRunSeconds(settings: UpdaterRunSettings): number {
  const { targetCallSeconds, targetPollSeconds, metadataSeconds, ...once } =
    updaterRunLimits(settings);
  const calls = [
    ...Array<number>(targetCalls + targetWaits).fill(targetCallSeconds),
    ...Array<number>(metadataLooks).fill(metadataSeconds),
  ];
  const overrun = killGraceSeconds + clockRoundingSeconds;
  // Whether updates are enabled is asked once more, when the instance is out.
  return [...Object.values(once), once.updatesSeconds, ...calls].reduce(
    (sum, seconds) => sum + seconds + overrun,
    settings.healthCheck.timeoutSeconds + localWorkSeconds,
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
 * How long fewer than the least size of the group are in service while a rollout in which nothing hangs updates so
 * many instances, in seconds: each drains, is updated and restarts, and then the script and the load balancer wait
 * until it is healthy.
 */
export function belowMinimumSeconds({
  fleet: { minimumInstances },
  rollout: { maxConcurrency },
  ...settings
}: UpdaterRunSettings & {
  readonly fleet: { readonly minimumInstances: number };
  readonly rollout: { readonly maxConcurrency: number };
}): number {
  const { updater, application, healthCheck, targetGroup } = settings;
  const checksSeconds = healthCheck.healthyThresholdCount * healthCheck.intervalSeconds;
  const outSeconds =
    targetGroup.deregistrationDelaySeconds +
    updater.timeLimitSeconds +
    application.restartSeconds +
    2 * checksSeconds;
  return Math.ceil(minimumInstances / maxConcurrency) * outSeconds;
}

/**
 * How long a rollout of all instances may take, in seconds. It is watched for two hours (rollout.ts).
 */
export const longestRolloutSeconds = 7200;
