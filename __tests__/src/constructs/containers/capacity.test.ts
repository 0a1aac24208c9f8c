import { describe, expect, it } from "vitest";
import { BacklogScaling } from "../../../../src/constructs/containers/backlog-scaling";
import { ContainerCapacity } from "../../../../src/constructs/containers/container-capacity";
import { ContainerService } from "../../../../src/constructs/containers/container-service";
import { ecsAgentBoot, ecsAgentStatements } from "../../../../src/constructs/containers/ecs-agent";
import { synthesize } from "../../../support/synthesized";

const stack = synthesize((scope) => {
  const capacity = new ContainerCapacity(scope, "capacity", {
    name: "a-capacity",
    clusterName: "a",
    groupArn: "arn:group",
    targetCapacityPercent: 70,
    instanceWarmupSeconds: 180,
  });
  new ContainerService(scope, "worker", {
    name: "worker",
    clusterArn: "arn:cluster",
    taskDefinitionArn: "arn:task:1",
    minimumTasks: 1,
    subnetIds: ["subnet-1"],
    securityGroupId: "sg-1",
    capacityProviderName: capacity.providerName,
    dependsOn: [capacity.attached],
  });
  new BacklogScaling(scope, "scaling", {
    name: "a-worker",
    clusterName: "a",
    serviceName: "worker",
    minimumTasks: 1,
    maximumTasks: 4,
    queueName: "q",
    messagesPerTask: 500,
  });
});

describe("capacity of a cluster", () => {
  const [provider] = stack.resources().filter(({ type }) => type === "aws_ecs_capacity_provider");
  const { auto_scaling_group_provider: settings } = provider?.configuration ?? {};

  it("is scaled by ECS, with room for a deployment", () => {
    expect(settings.auto_scaling_group_arn).toBe("arn:group");
    expect(settings.managed_scaling).toMatchObject({
      status: "ENABLED",
      target_capacity: 70,
      instance_warmup_period: 180,
    });
  });

  it("moves tasks away before an instance ends, and protects none from ending, which would hang a destroy", () => {
    expect(settings).toMatchObject({
      managed_draining: "ENABLED",
      managed_termination_protection: "DISABLED",
    });
  });

  it("is the cluster's own, and its only one", () => {
    expect(stack.only("aws_ecs_cluster_capacity_providers")).toMatchObject({
      cluster_name: "a",
      capacity_providers: [`\${${provider?.address}.name}`],
    });
  });

  it("gets a service's tasks, spread over zones and instances, without a public address", () => {
    const service = stack.only("aws_ecs_service");
    expect(service.launch_type).toBeUndefined();
    expect(service.platform_version).toBeUndefined();
    expect(service.load_balancer).toBeUndefined();
    expect(service).toMatchObject({
      capacity_provider_strategy: [{ capacity_provider: `\${${provider?.address}.name}` }],
      ordered_placement_strategy: [
        { type: "spread", field: "attribute:ecs.availability-zone" },
        { type: "spread", field: "instanceId" },
      ],
      network_configuration: { assign_public_ip: false },
      depends_on: [expect.stringContaining("aws_ecs_cluster_capacity_providers.")],
    });
  });
});

describe("scaling on a backlog", () => {
  it("divides the messages that wait by the tasks that run", () => {
    const { target_tracking_scaling_policy_configuration: tracked } = stack.only(
      "aws_appautoscaling_policy",
    );
    expect(tracked.target_value).toBe(500);
    const { metrics } = tracked.customized_metric_specification;
    expect(metrics).toMatchObject([
      {
        id: "waiting",
        return_data: false,
        metric_stat: {
          metric: {
            namespace: "AWS/SQS",
            metric_name: "ApproximateNumberOfMessagesVisible",
            dimensions: [{ name: "QueueName", value: "q" }],
          },
        },
      },
      {
        id: "running",
        return_data: false,
        metric_stat: {
          metric: {
            namespace: "ECS/ContainerInsights",
            metric_name: "RunningTaskCount",
            dimensions: [
              { name: "ClusterName", value: "a" },
              { name: "ServiceName", value: "worker" },
            ],
          },
        },
      },
      { expression: "waiting / running", return_data: true },
    ]);
  });
});

describe("the ECS agent", () => {
  it("joins one cluster, and hides the instance's role from tasks", () => {
    expect(ecsAgentBoot("a")).toContain("\nECS_CLUSTER=a\nECS_AWSVPC_BLOCK_IMDS=true\n");
  });

  it("may do nothing with another cluster, and fetches no image with the instance's role", () => {
    const place = { region: "us-west-2", account: "111122223333", clusterName: "a" };
    const statements = ecsAgentStatements(place);
    const [everywhere, ...others] = statements;
    expect(everywhere?.Action).toEqual(["ecs:DiscoverPollEndpoint"]);
    for (const { Resource } of others)
      for (const arn of [Resource ?? []].flat())
        expect(arn).toMatch(/^arn:aws:ecs:us-west-2:111122223333:[a-z-]+\/a(\/\*)?$/);
    const actions = statements.flatMap(({ Action }) => Action);
    expect(actions.filter((action) => !action.startsWith("ecs:"))).toEqual([]);
  });
});
