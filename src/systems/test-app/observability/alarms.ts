import type { AlarmDefinition, AlarmsProps } from "../../../constructs/monitoring/alarms";
import { driftAlarms, notGood, unchecked, verdict } from "../../configuration/drift-alarms";
import type { Environment } from "../environment";
import type { Names } from "../names";
import { belowMinimumSeconds } from "../updater-run";
import type { Metrics } from "./metrics";

const bytesPerGibibyte = 2 ** 30;

/** Rings in a period in which it was so, and nobody sends anything when it wasn't. */
const atOnce = {
  comparison: "at least",
  threshold: 1,
  periodSeconds: 300,
  periods: 1,
  periodsToAlarm: 1,
  missingData: "notBreaching",
} as const;

/** Must hold for a quarter of an hour; without data the last state stays, because silence says nothing of a load. */
const lasting = {
  periodSeconds: 300,
  periods: 3,
  periodsToAlarm: 3,
  missingData: "ignore",
} as const;

/** For what lasts longer than it should, in minutes: a minute of CloudWatch's is late, and systems need moments. */
const slackMinutes = 5;

const section = "A build stops";

/** An environment's alarms, in the order of an investigation. What a threshold is, its configuration says, and why. */
export function alarmsOf(environment: Environment, metrics: Metrics) {
  const { alarms, fleet, rollout } = environment;
  const { latencySeconds, cpuPercent, databaseFreeStorageGibibytes } = alarms;
  // While instances update they are out of the load balancer.
  const leastHealthy = fleet.minimumInstances - rollout.maxConcurrency;
  // Neither a rollout nor the boot of a replacement takes longer.
  const longestSeconds = Math.max(
    belowMinimumSeconds(environment),
    fleet.healthCheckGracePeriodSeconds,
  );
  const longestMinutes = Math.ceil(longestSeconds / 60) + slackMinutes;
  const exceeded = (what: string) => ({
    ...atOnce,
    comparison: "above" as const,
    threshold: 0,
    periods: 3,
    periodsToAlarm: 3,
    says: `The network dropped or queued packets of an instance in each of 15 minutes: ${what}. Nothing of it is normal, and short bursts are let pass`,
    section: "HTTP 502, 503 or 504",
  });
  return {
    "target-errors": {
      metric: metrics.targetErrors,
      ...atOnce,
      threshold: alarms.targetErrors.threshold,
      says: `The instances answer with 5xx. From there on, because ${alarms.targetErrors.because}`,
      section: "HTTP 502, 503 or 504",
    },
    "load-balancer-errors": {
      metric: metrics.loadBalancerErrors,
      ...atOnce,
      threshold: alarms.loadBalancerErrors.threshold,
      says: `The load balancer itself answers with 5xx. From there on, because ${alarms.loadBalancerErrors.because}`,
      section: "HTTP 502, 503 or 504",
    },
    // Not for who knocks: it asks whether the rules take users for attackers, which nothing else would show.
    "blocked-requests": {
      metric: metrics.blockedRequests,
      ...lasting,
      missingData: "notBreaching", // nothing is sent where nothing is blocked
      comparison: "at least",
      threshold: alarms.blockedRequests.threshold,
      says: `The web ACL blocks many requests, and users may be among them. From there on, because ${alarms.blockedRequests.because}`,
      section: "Requests blocked",
    },
    latency: {
      metric: metrics.latency,
      ...lasting,
      missingData: "notBreaching", // without a request nobody waits
      comparison: "at least",
      threshold: latencySeconds.threshold,
      says: `One request in a hundred is slow. From there on, because ${latencySeconds.because}`,
      section: "HTTP 502, 503 or 504",
    },
    "too-few-healthy": {
      metric: metrics.healthyHosts,
      comparison: "below",
      threshold: leastHealthy,
      periodSeconds: 60,
      periods: 5,
      periodsToAlarm: 5,
      missingData: "breaching", // a target group without targets says nothing
      says: "Fewer instances are healthy than a rollout leaves, for 5 minutes",
      section: "Instances never become healthy",
    },
    "below-minimum": {
      metric: metrics.healthyHosts,
      comparison: "below",
      threshold: fleet.minimumInstances,
      periodSeconds: 60,
      periods: longestMinutes,
      periodsToAlarm: longestMinutes,
      missingData: "breaching",
      says: `Fewer instances are healthy than the group's minimum, for ${longestMinutes} minutes: longer than a rollout or a replacement takes. One may have been left out of its target group, which Auto Scaling doesn't replace`,
      section: "Out of its target group",
    },
    "unhealthy-hosts": {
      metric: metrics.unhealthyHosts,
      ...lasting,
      comparison: "at least",
      threshold: 1,
      missingData: "notBreaching", // too-few-healthy rings for a group without targets
      says: "An instance stays unhealthy, though the group should have replaced it",
      section: "Instances never become healthy",
    },
    "group-at-maximum": {
      metric: metrics.inService,
      ...lasting,
      comparison: "at least",
      threshold: fleet.maximumInstances,
      says: "The group has its maximum in service and can't grow with the load",
      section: "No capacity",
    },
    cpu: {
      metric: metrics.cpu,
      ...lasting,
      comparison: "at least",
      threshold: cpuPercent.threshold,
      says: `The fleet's CPU is high in spite of scaling. From there on, because ${cpuPercent.because}`,
      section: "No capacity",
    },
    "bandwidth-in": { metric: metrics.bandwidthIn, ...exceeded("bandwidth inwards") },
    "bandwidth-out": { metric: metrics.bandwidthOut, ...exceeded("bandwidth outwards") },
    packets: { metric: metrics.packets, ...exceeded("packets a second") },
    connections: { metric: metrics.tracked, ...exceeded("tracked connections") },
    "boot-not-updated": {
      metric: metrics.bootsNotUpdated,
      ...atOnce,
      says: "An instance has booted without an update and may run older code than the others",
      section: "A boot that could not update",
    },
    "database-cpu": {
      metric: metrics.databaseCpu,
      ...lasting,
      missingData: "breaching", // a database that runs sends it each minute
      comparison: "at least",
      threshold: alarms.databaseCpuPercent.threshold,
      says: `The database's CPU is high, or it is silent. From there on, because ${alarms.databaseCpuPercent.because}`,
      section: "Database refuses connections",
    },
    "database-storage": {
      metric: metrics.databaseFreeStorage,
      ...lasting,
      missingData: "breaching",
      comparison: "at most",
      threshold: databaseFreeStorageGibibytes.threshold * bytesPerGibibyte,
      says: `The database's storage runs out. From there on, because ${databaseFreeStorageGibibytes.because}`,
      section: "Database refuses connections",
    },
    "database-connections": {
      metric: metrics.databaseConnections,
      ...lasting,
      comparison: "at least",
      threshold: alarms.databaseConnections.threshold,
      says: `The database has many connections. From there on, because ${alarms.databaseConnections.because}`,
      section: "Database refuses connections",
    },
    "updater-function": {
      metric: metrics.updaterFunctionErrors,
      ...atOnce,
      says: "A rollout from the Lambda console has not succeeded",
      section: "Lambda shows red",
    },
    "database-user-function": {
      metric: metrics.databaseUserFunctionErrors,
      ...atOnce,
      says: "The function that makes the backoffice's user has failed",
      section: "Lambda shows red",
    },
    rollout: {
      metric: metrics.rollouts,
      ...notGood,
      missingData: "notBreaching", // most of the time nobody rolls out
      says: "A rollout has not succeeded, or what it did is not known",
      section: "A build stops",
    },
    ...driftAlarms(metrics, section),
    "drift-check": {
      metric: metrics.driftCheck,
      ...verdict,
      says: "The latest drift check of main has found what an update would refuse, or could not tell",
      section,
    },
    // Whoever answers for what stands on it is told.
    "foundation-drift-check": {
      metric: metrics.foundationDriftCheck,
      ...verdict,
      section,
      says: "The latest drift check of the region's foundation has found what is not in the code, or could not tell",
    },
    "foundation-drift-check-missing": {
      metric: metrics.foundationDriftChecks,
      ...unchecked,
      section,
      says: `Nobody has checked the region's foundation for drift in ${unchecked.periods} hours: the nightly check did not run or could not tell`,
    },
  } as const satisfies Record<string, AlarmDefinition>;
}

export type Alarm = keyof ReturnType<typeof alarmsOf>;

/** The alarm that a bake reads: users are affected. Its members ring for what a user notices, and for nothing else. */
export function healthAlarmOf(names: Names): AlarmsProps<Alarm>["composite"] {
  return {
    name: names.healthAlarm,
    anyOf: ["target-errors", "load-balancer-errors", "latency", "too-few-healthy"],
    says: "Users are affected: errors, slow answers or too few instances",
    section: "UNHEALTHY",
  };
}
