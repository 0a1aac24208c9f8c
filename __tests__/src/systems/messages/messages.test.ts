import { describe, expect, it } from "vitest";
import { consumerVariables } from "../../../../services/messages/consumer/settings";
import { producerVariables } from "../../../../services/messages/producer/settings";
import { loadDeployment } from "../../../../src/estate/deployments";
import { tasksPerInstance } from "../../../../src/systems/messages/capacity";
import type { EnvironmentDefinition } from "../../../../src/systems/messages/environment";
import { loadEnvironments } from "../../../../src/systems/messages/environments";
import { loadDigests, missingImages } from "../../../../src/systems/messages/images";
import { namesOf } from "../../../../src/systems/messages/names";
import { deploymentOf } from "../../../../src/systems/messages/operations";
import { validateEnvironments } from "../../../../src/systems/messages/rules";
import {
  type Configuration,
  type SynthesizedStack,
  synthesizeInventory,
} from "../../../support/synthesized";
import { synthesizedTask } from "../../../support/synthesized-task";

const id = "messages-production";
const stack = (await synthesizeInventory())[id] as SynthesizedStack;
const deployment = loadDeployment(id);
const environment = loadEnvironments()[id];
const names = namesOf(environment);

describe("what the operations know of messages", () => {
  it("is what an apply makes: it waits for the instances, and for each service by its task definitions", () => {
    const [group, services] = deployment.settles as readonly Configuration[] as [
      Configuration,
      Configuration,
    ];
    expect(group).toEqual({
      by: "instance refresh",
      groupName: stack.only("aws_autoscaling_group").name,
    });
    expect(services.cluster).toBe(stack.only("aws_ecs_cluster").name);
    const made = stack.ofType("aws_ecs_service").map(({ name, task_definition: definition }) => {
      const address = /\$\{(.*)\.arn\}/.exec(definition)?.[1];
      const found = stack.resources().find((each) => each.address === address);
      return { name, family: found?.configuration.family };
    });
    expect([...services.services].sort(byName)).toEqual(made.sort(byName));
  });

  it("is healthy by an alarm that the stack has, because no target group knows the instances", () => {
    expect(stack.only("aws_autoscaling_group").target_group_arns).toBeUndefined();
    expect(deployment.health).toMatchObject({
      groupName: null,
      alarmName: stack.only("aws_cloudwatch_composite_alarm").alarm_name,
    });
  });
});

describe("a task", async () => {
  const producer = (await synthesizedTask(id, "producer")).producer?.variables ?? {};
  const consumer = (await synthesizedTask(id, "consumer")).consumer?.variables ?? {};

  it("gives its service all variables that it needs, and no other", () => {
    const { HOST: _, ...read } = producerVariables.parse({ ...producer, QUEUE_URL: "https://q" });
    expect(Object.keys(producer).sort()).toEqual(Object.keys(read).sort());
    const all = consumerVariables.parse({ ...consumer, QUEUE_URL: "https://q" });
    expect(Object.keys(consumer).sort()).toEqual(Object.keys(all).sort());
  });

  it("has the stack's queue and bucket, and the name of the token, which no code and no state holds", () => {
    const queue = stack.named("aws_sqs_queue", "queue/this");
    const address = stack.resources().find(({ configuration }) => configuration === queue)?.address;
    for (const { QUEUE_URL } of [producer, consumer]) expect(QUEUE_URL).toBe(`\${${address}.url}`);
    expect(consumer.BUCKET).toBe(stack.only("aws_s3_bucket").bucket);
    expect(producer.TOKEN_PARAMETER).toBe(names.tokenParameter);
    expect(stack.ofType("aws_ssm_parameter")).toEqual([]);
  });

  it("fits as often as is said on each type of instance: its interfaces beside the instance's own, and its memory", () => {
    // https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/AvailableIpPerENI.html
    const interfaces: Record<string, number> = { "t3.small": 3, "t3.medium": 3, "t3a.medium": 3 };
    const { override } = stack.only("aws_autoscaling_group").mixed_instances_policy.launch_template;
    for (const { instance_type: type } of override)
      expect(interfaces[type]).toBe(tasksPerInstance + 1);
    // The agent leaves tasks at least 1.8 of the 2 GiB.
    for (const { memory, cpu } of stack.ofType("aws_ecs_task_definition")) {
      expect(tasksPerInstance * Number(memory)).toBeLessThanOrEqual(1800);
      expect(tasksPerInstance * Number(cpu)).toBeLessThanOrEqual(2048);
    }
  });

  it("may do with its role what it does: one queue, one prefix or one parameter, and nothing else", () => {
    const granted = (service: string) =>
      stack
        .ofType("aws_iam_role_policy")
        .filter((each) => each["//"].metadata.path.includes(`/${service}-task/task-role/`))
        .flatMap(({ policy }) => JSON.parse(policy).Statement)
        .map(({ Action, Resource }: Configuration) => [Action.sort(), Resource]);
    const queue = expect.stringMatching(/^\$\{aws_sqs_queue\.queue_this_\w+\.arn\}$/);
    expect(granted("producer")).toEqual([
      [["sqs:GetQueueAttributes", "sqs:SendMessage"], queue],
      [["ssm:GetParameter"], `arn:aws:ssm:us-west-2:111122223333:parameter${names.tokenParameter}`],
    ]);
    expect(granted("consumer")).toEqual([
      [["s3:PutObject"], `arn:aws:s3:::${names.bucket}/emails/*`],
      [
        [
          "sqs:ChangeMessageVisibility",
          "sqs:DeleteMessage",
          "sqs:GetQueueAttributes",
          "sqs:ReceiveMessage",
        ],
        queue,
      ],
    ]);
  });
});

describe("what scales and rings", () => {
  it("the consumer scales on what waits in the stack's queue for each of its tasks", () => {
    const { target_tracking_scaling_policy_configuration: tracked } = stack.named(
      "aws_appautoscaling_policy",
      "consumer-scaling/backlog",
    );
    const [waiting, running] = tracked.customized_metric_specification.metrics.map(
      (each: Configuration) => each.metric_stat?.metric.dimensions,
    );
    expect(waiting).toEqual([{ name: "QueueName", value: names.queue }]);
    expect(running.map(({ name }: Configuration) => name)).toEqual(["ClusterName", "ServiceName"]);
  });

  it("an alarm rings when no task of Grafana runs, and no bake reads it", () => {
    const { alarm_name: name } = stack
      .ofType("aws_cloudwatch_metric_alarm")
      .find(({ dimensions }) => dimensions?.ServiceName === "grafana") as Configuration;
    expect(stack.only("aws_cloudwatch_composite_alarm").alarm_rule).not.toContain(name);
  });

  it("an alarm reads metrics of what the stack has", () => {
    const known: Record<string, readonly unknown[]> = {
      QueueName: stack.ofType("aws_sqs_queue").map(({ name }) => name),
      ClusterName: [stack.only("aws_ecs_cluster").name],
      ServiceName: stack.ofType("aws_ecs_service").map(({ name }) => name),
      EnvironmentId: [id],
    };
    for (const { dimensions } of stack.ofType("aws_cloudwatch_metric_alarm"))
      for (const [name, value] of Object.entries<string>(dimensions))
        if (!value.startsWith("${")) expect(known[name], name).toContain(value);
  });
});

describe("the digests", () => {
  it("that stand in for what nobody has pushed are named, by the doctor, too", () => {
    const named = missingImages(loadDigests()).map(({ name }) => name);
    expect(deployment.standIns.map(({ name }) => name)).toEqual(expect.arrayContaining(named));
  });

  it("are looked for in their repositories, but for stand-ins", () => {
    const zeros = `sha256:${"0".repeat(64)}`;
    const digests = { producer: zeros, consumer: `sha256:${"1".repeat(64)}`, grafana: zeros };
    const { checks } = deploymentOf(environment, digests);
    expect(checks.filter(({ check }) => check === "pushed-image")).toMatchObject([
      { repositoryName: "messages/consumer", digest: digests.consumer },
    ]);
  });
});

describe("an environment of messages", () => {
  const { id: _, ...sound } = environment;
  const mistakes = (changes: object, name: string = id) => {
    try {
      validateEnvironments({ [name]: { ...sound, ...changes } as EnvironmentDefinition });
    } catch (error) {
      return (error as Error).message;
    }
    return "";
  };

  it("is sound as it ships", () => {
    expect(mistakes({})).toBe("");
  });

  it.each([
    [{ network: { ...sound.network, zones: ["us-east-1a", "us-west-2a"] } }, "not in us-west-2"],
    [{ producer: { ...sound.producer, minimumTasks: 7 } }, "producer.minimumTasks"],
    [{ consumer: { ...sound.consumer, minimumTasks: 0 } }, "consumer.minimumTasks"],
    [{ capacity: { ...sound.capacity, minimumInstances: 9 } }, "raise maximumInstances"],
    [{ capacity: { ...sound.capacity, instanceTypes: ["t3.small", "t3a.small"] } }, "2 tasks"],
    [{ producer: { ...sound.producer, maximumTasks: 7 } }, "take 13 places, and an instance has 2"],
    [{ bakeTimeSeconds: 600 }, "write at least 900, or lower queue.alarmAgeSeconds"],
    [{ queue: { ...sound.queue, deadLetterRetentionDays: 7 } }, "would be deleted at once"],
    [{ bakeTimeSeconds: 60 }, "write at least twice as much, 150"],
  ])("says what is wrong, and what to write: %#", (changes, message) => {
    expect(mistakes(changes)).toContain(message);
  });

  it("has an id that says whose it is", () => {
    expect(mistakes({}, "production")).toContain("write messages-production");
  });
});

function byName(one: Configuration, other: Configuration): number {
  return one.name < other.name ? -1 : 1;
}
