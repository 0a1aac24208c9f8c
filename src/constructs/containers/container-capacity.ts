import { EcsCapacityProvider } from "@cdktf/provider-aws/lib/ecs-capacity-provider";
import { EcsClusterCapacityProviders } from "@cdktf/provider-aws/lib/ecs-cluster-capacity-providers";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";

export interface ContainerCapacityProps {
  /** It can't begin with `aws`, `ecs` or `fargate`. */
  readonly name: string;
  readonly clusterName: string;
  /** Its instances join the cluster by themselves; it has the tag `managedTag`. */
  readonly groupArn: string;
  /** How much of the instances tasks should take, at most: the rest is room for a deployment. */
  readonly targetCapacityPercent: number;
  /** Until then a new instance counts as one that takes tasks soon. */
  readonly instanceWarmupSeconds: number;
}

/** The tag of a group and its instances that ECS scales; ECS would add it, and a plan would take it away. */
export const managedTag = { AmazonECSManaged: "" };

/**
 * Instances of an auto scaling group as capacity of a cluster. ECS launches more when tasks find no place, and before
 * an instance ends it moves its tasks away. Termination protection is off: instances that run tasks would be protected
 * for ever, and the group could never be destroyed. Whether it can be was not tried: a hook of ECS's holds an instance
 * that ends until it is drained, and by then Terraform has taken the capacity provider away.
 *
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/cluster-auto-scaling.html
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/managed-instance-draining.html
 */
export class ContainerCapacity extends Construct {
  public readonly providerName: string;
  /** A service can name the provider once it is the cluster's. */
  public readonly attached: ITerraformDependable;

  constructor(scope: Construct, id: string, props: ContainerCapacityProps) {
    super(scope, id);

    const provider = new EcsCapacityProvider(this, "this", {
      name: props.name,
      autoScalingGroupProvider: {
        autoScalingGroupArn: props.groupArn,
        managedDraining: "ENABLED",
        managedTerminationProtection: "DISABLED",
        managedScaling: {
          status: "ENABLED",
          targetCapacity: props.targetCapacityPercent,
          minimumScalingStepSize: 1,
          maximumScalingStepSize: 2,
          instanceWarmupPeriod: props.instanceWarmupSeconds,
        },
      },
    });
    this.attached = new EcsClusterCapacityProviders(this, "cluster", {
      clusterName: props.clusterName,
      capacityProviders: [provider.name],
      defaultCapacityProviderStrategy: [{ capacityProvider: provider.name, weight: 1, base: 0 }],
    });
    this.providerName = provider.name;
  }
}
