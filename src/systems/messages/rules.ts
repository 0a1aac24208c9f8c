import { checkedEnvironments, idRule } from "../configuration/environments";
import { bakeRule, partRules, scalingRule, zonesRule } from "../configuration/part-rules";
import { rulesOn } from "../configuration/rule";
import { type Environment, type EnvironmentDefinition, environmentSchema } from "./environment";
import { baseNameLimit } from "./names";

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
