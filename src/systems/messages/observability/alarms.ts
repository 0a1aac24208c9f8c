import type { AlarmDefinition, AlarmsProps } from "../../../constructs/monitoring/alarms";
import { driftAlarms } from "../../configuration/drift-alarms";
import type { Environment } from "../environment";
import type { Names } from "../names";
import { agePeriodSeconds } from "./age-period";
import type { Metrics } from "./metrics";

/** In five minutes; nobody sends anything where there is none. */
const answers = {
  comparison: "at least",
  threshold: 10,
  periodSeconds: 300,
  periods: 1,
  periodsToAlarm: 1,
  missingData: "notBreaching",
  section: "Nothing is accepted",
} as const;

/** What runs says so each minute. */
const none = {
  comparison: "below",
  threshold: 1,
  periodSeconds: 60,
  periods: 3,
  periodsToAlarm: 3,
  missingData: "breaching",
} as const;

/** An environment's alarms, in the order of an investigation. */
export function alarmsOf({ queue }: Pick<Environment, "queue">, metrics: Metrics) {
  return {
    "producer-none-healthy": {
      metric: metrics.healthy,
      ...none,
      says: "Nothing of the producer is healthy, for 3 minutes",
      section: "Nothing is accepted",
    },
    "producer-unhealthy": {
      metric: metrics.unhealthy,
      comparison: "at least",
      threshold: 1,
      periodSeconds: 300,
      periods: 3,
      periodsToAlarm: 3,
      missingData: "notBreaching",
      says: "A task of the producer is unhealthy for 15 minutes: ECS should have replaced it long ago",
      section: "Nothing is accepted",
    },
    "producer-errors": {
      metric: metrics.errors,
      ...answers,
      says: "The producer answers with 5xx: it reached the queue or the token not at all, or too late",
    },
    "load-balancer-errors": {
      metric: metrics.loadBalancerErrors,
      ...answers,
      says: "The load balancer itself answers with 5xx: it reached no task, or none in time",
    },
    "consumer-none-running": {
      metric: metrics.running("consumer"),
      ...none,
      says: "No task of the consumer runs, for 3 minutes",
      section: "Messages wait",
    },
    "queue-age": {
      metric: metrics.oldest,
      comparison: "at least",
      threshold: queue.alarmAgeSeconds,
      periodSeconds: agePeriodSeconds,
      periods: 1,
      periodsToAlarm: 1,
      missingData: "notBreaching", // an empty queue that nobody asks goes to sleep
      says: `The oldest message waits for ${queue.alarmAgeSeconds} s, which is as late as one may be`,
      section: "Messages wait",
    },
    "dead-letters": {
      metric: metrics.deadLetters,
      comparison: "at least",
      threshold: 1,
      periodSeconds: 300,
      periods: 1,
      periodsToAlarm: 1,
      missingData: "notBreaching", // so does this one, which is empty as a rule
      says: `A message was delivered ${queue.receives} times, and could not be stored`,
      section: "Dead letters",
    },
    "grafana-none-running": {
      metric: metrics.running("grafana"),
      ...none,
      says: "No task of Grafana runs, for 3 minutes; e-mails don't need it",
      section: "Grafana is away",
    },
    ...driftAlarms(metrics, "The drift check"),
  } as const satisfies Record<string, AlarmDefinition>;
}

export type Alarm = keyof ReturnType<typeof alarmsOf>;

/** The alarm that a bake reads: nothing is accepted, or what was accepted isn't stored. */
export function healthAlarmOf({ healthAlarm }: Names): AlarmsProps<Alarm>["composite"] {
  return {
    name: healthAlarm,
    anyOf: [
      "producer-none-healthy",
      "producer-unhealthy",
      "producer-errors",
      "load-balancer-errors",
      "consumer-none-running",
      "queue-age",
      "dead-letters",
    ],
    says: "E-mails aren't accepted, or those that were aren't stored",
    section: "Nothing is accepted",
  };
}
