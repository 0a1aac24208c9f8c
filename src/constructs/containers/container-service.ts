import { EcsService } from "@cdktf/provider-aws/lib/ecs-service";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";

export interface ContainerServiceProps {
  readonly name: string;
  readonly clusterArn: string;
  readonly taskDefinitionArn: string;
  /** How many tasks it begins with; scaling moves the number afterwards, and no plan shows that. */
  readonly minimumTasks: number;
  readonly subnetIds: string[];
  readonly securityGroupId: string;
  /** What sends it requests (default: nothing does). */
  readonly target?: {
    readonly groupArn: string;
    readonly container: string;
    readonly port: number;
    /** How long a new task may be unhealthy before ECS replaces it. */
    readonly healthCheckGracePeriodSeconds: number;
  };
  /** Instances that its tasks run on (default: Fargate). */
  readonly capacityProviderName?: string;
  /** All that a task needs when it starts, and that Terraform can't see. */
  readonly dependsOn: readonly ITerraformDependable[];
}

/**
 * A service in private subnets, on Fargate or on instances of the cluster. A deployment starts new tasks before it stops old
 * ones, and its circuit breaker goes back to the version before when the new ones don't get healthy. Terraform doesn't
 * wait for that: an apply watches it (operations/apply).
 *
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs_services.html
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-circuit-breaker.html
 */
export class ContainerService extends Construct {
  public readonly name: string;
  public readonly service: ITerraformDependable;

  constructor(scope: Construct, id: string, props: ContainerServiceProps) {
    super(scope, id);

    const { target } = props;
    const service = new EcsService(this, "this", {
      name: props.name,
      cluster: props.clusterArn,
      taskDefinition: props.taskDefinitionArn,
      ...placement(props.capacityProviderName),
      desiredCount: props.minimumTasks,
      deploymentMinimumHealthyPercent: 100,
      deploymentMaximumPercent: 200,
      deploymentCircuitBreaker: { enable: true, rollback: true },
      availabilityZoneRebalancing: "ENABLED",
      networkConfiguration: {
        subnets: props.subnetIds,
        securityGroups: [props.securityGroupId],
        assignPublicIp: false,
      },
      ...(target && {
        loadBalancer: [
          {
            targetGroupArn: target.groupArn,
            containerName: target.container,
            containerPort: target.port,
          },
        ],
        healthCheckGracePeriodSeconds: target.healthCheckGracePeriodSeconds,
      }),
      // Who looks into a container would be neither logged nor limited to it.
      enableExecuteCommand: false,
      enableEcsManagedTags: true,
      propagateTags: "SERVICE",
      waitForSteadyState: false,
      lifecycle: { ignoreChanges: ["desired_count"] },
      dependsOn: [...props.dependsOn],
    });
    this.name = service.name;
    this.service = service;
  }
}

/** On instances they spread over zones, and then over instances. */
function placement(capacityProvider: string | undefined) {
  if (capacityProvider === undefined) return { launchType: "FARGATE", platformVersion: "LATEST" };
  return {
    capacityProviderStrategy: [{ capacityProvider, weight: 1, base: 0 }],
    orderedPlacementStrategy: [
      { type: "spread", field: "attribute:ecs.availability-zone" },
      { type: "spread", field: "instanceId" },
    ],
  };
}
