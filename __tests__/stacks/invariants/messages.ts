import type { Configuration, SynthesizedStack } from "../../support/synthesized";
import { failing, type Invariant } from "./invariant";

/** The resource of a type that names a queue. */
function ofQueue(stack: SynthesizedStack, type: string, address: string) {
  return stack.ofType(type).find((each) => each.queue_url === `\${${address}.url}`);
}

/** A queue of the stack that another one's dead letters go to, and what it takes. */
function deadLettersOf(stack: SynthesizedStack, address: string): Configuration | undefined {
  const redrive = ofQueue(stack, "aws_sqs_queue_redrive_policy", address);
  if (redrive === undefined) return undefined;
  const { deadLetterTargetArn: arn } = JSON.parse(redrive.redrive_policy);
  const found = stack.resources().find((each) => arn === `\${${each.address}.arn}`);
  if (found === undefined) return undefined;
  const allow = ofQueue(stack, "aws_sqs_queue_redrive_allow_policy", found.address);
  return { ...found.configuration, allowed: JSON.parse(allow?.redrive_allow_policy ?? "{}") };
}

const replace = (stack: SynthesizedStack, type: string, attribute: string, by: string) => {
  for (const each of stack.ofType(type)) each[attribute] = by;
};

/** Of a queue, and of ECS on instances of its own. */
export const ofMessages: readonly Invariant[] = [
  {
    name: "a queue has dead letters, or takes one queue's, which it keeps longer; TLS and this account alone",
    violations: (stack) =>
      failing(stack, ["aws_sqs_queue"], (queue, { address }) => {
        const policy = ofQueue(stack, "aws_sqs_queue_policy", address)?.policy ?? "";
        const isClosed = ["aws:SecureTransport", "aws:PrincipalAccount"].every((key) =>
          policy.includes(`"${key}"`),
        );
        const takes = ofQueue(stack, "aws_sqs_queue_redrive_allow_policy", address) !== undefined;
        const dead = deadLettersOf(stack, address);
        const gives =
          dead?.allowed.sourceQueueArns?.join() === `\${${address}.arn}` &&
          dead.message_retention_seconds > queue.message_retention_seconds;
        return isClosed && (takes || gives);
      }),
    breaches: [
      [(stack) => delete stack.json.resource.aws_sqs_queue_redrive_policy, "queue_this"],
      [
        (stack) =>
          replace(stack, "aws_sqs_queue_redrive_allow_policy", "redrive_allow_policy", "{}"),
        "queue_this",
      ],
      [(stack) => replace(stack, "aws_sqs_queue_policy", "policy", "{}"), "dead-letters"],
    ],
  },
  {
    name: "instances of a cluster are scaled and drained by ECS, with room, and never protected from termination",
    violations: (stack) => [
      ...failing(
        stack,
        ["aws_ecs_capacity_provider"],
        ({ auto_scaling_group_provider: provider }, { address }) =>
          provider.managed_scaling.status === "ENABLED" &&
          provider.managed_scaling.target_capacity < 100 &&
          provider.managed_draining === "ENABLED" &&
          provider.managed_termination_protection === "DISABLED" &&
          stack
            .ofType("aws_ecs_cluster_capacity_providers")
            .some((each) => each.capacity_providers.includes(`\${${address}.name}`)),
      ),
      ...failing(
        stack,
        ["aws_ecs_service"],
        (each) => each.launch_type === undefined && each.capacity_provider_strategy.length === 1,
      ),
    ],
    breaches: [
      [
        (stack) =>
          Object.assign(stack.only("aws_ecs_capacity_provider").auto_scaling_group_provider, {
            managed_termination_protection: "ENABLED",
          }),
        "capacity_provider",
      ],
      [
        (stack) =>
          Object.assign(stack.only("aws_ecs_cluster_capacity_providers"), {
            capacity_providers: [],
          }),
        "capacity_provider",
      ],
    ],
  },
];
