import { checkedEnvironments, idRule } from "../configuration/environments";
import { bakeRule, partRules, scalingRule, zonesRule } from "../configuration/part-rules";
import { rulesOn } from "../configuration/rule";
import { tasksPerInstance } from "./capacity";
import { type Environment, type EnvironmentDefinition, environmentSchema } from "./environment";
import { baseNameLimit } from "./names";
import { agePeriodSeconds } from "./observability/age-period";

const rule = rulesOn(environmentSchema);

const rules = [
  ...partRules,
  zonesRule,
  bakeRule,
  idRule("messages", baseNameLimit),
  scalingRule("producer"),
  scalingRule("consumer"),

  rule(
    "capacity.minimumInstances",
    { capacity: ["minimumInstances", "maximumInstances"] },
    ({ capacity: { minimumInstances, maximumInstances } }) =>
      minimumInstances > maximumInstances &&
      `it is more than maximumInstances (${maximumInstances}): write at most that, or raise maximumInstances`,
  ),

  rule(
    "capacity.maximumInstances",
    { capacity: ["maximumInstances"], producer: ["maximumTasks"], consumer: ["maximumTasks"] },
    ({ capacity: { maximumInstances }, producer, consumer }) => {
      // Grafana has one, and a deployment starts one before it stops one.
      const places = producer.maximumTasks + consumer.maximumTasks + 1 + 1;
      return (
        places > maximumInstances * tasksPerInstance &&
        `the tasks and one of a deployment take ${places} places, and an instance has ${tasksPerInstance}: write at least ${Math.ceil(places / tasksPerInstance)}, or lower a maximumTasks`
      );
    },
  ),

  // A consumer that stores nothing is seen by the age of the oldest message alone.
  rule(
    "bakeTimeSeconds",
    { bakeTimeSeconds: true, queue: ["alarmAgeSeconds"] },
    ({ bakeTimeSeconds, queue: { alarmAgeSeconds } }) => {
      const least = alarmAgeSeconds + 2 * agePeriodSeconds;
      return (
        bakeTimeSeconds < least &&
        `the alarm on the oldest message rings at ${alarmAgeSeconds} s, and looks each ${agePeriodSeconds} s: write at least ${least}, or lower queue.alarmAgeSeconds`
      );
    },
  ),

  // https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-dead-letter-queues.html
  rule(
    "queue.deadLetterRetentionDays",
    { queue: ["retentionDays", "deadLetterRetentionDays"] },
    ({ queue: { retentionDays, deadLetterRetentionDays } }) =>
      deadLetterRetentionDays <= retentionDays &&
      `a message's age counts from when it was sent, so that one of ${retentionDays} days would be deleted at once: write more than that`,
  ),
];

/** @throws ConfigurationError that names every mistake */
export function validateEnvironments<Id extends string>(
  definitions: Readonly<Record<Id, EnvironmentDefinition>>,
): Readonly<Record<Id, Environment>> {
  return checkedEnvironments(definitions, environmentSchema, rules);
}
