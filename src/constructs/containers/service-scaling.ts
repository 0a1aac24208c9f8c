import { AppautoscalingPolicy } from "@cdktf/provider-aws/lib/appautoscaling-policy";
import { AppautoscalingTarget } from "@cdktf/provider-aws/lib/appautoscaling-target";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";

export interface ServiceScalingProps {
  /** What the policies' names begin with. */
  readonly name: string;
  readonly clusterName: string;
  readonly serviceName: string;
  readonly minimumTasks: number;
  readonly maximumTasks: number;
  readonly requestsPerTargetPerMinute: number;
  readonly loadBalancer: { readonly arnSuffix: string };
  readonly targetGroup: { readonly arnSuffix: string };
  /** What makes the target group one of the load balancer's. */
  readonly dependsOn: readonly ITerraformDependable[];
}

/** Seconds: it adds tasks sooner than it takes them away. */
const coolDown = { out: 60, in: 300 };

/**
 * Keeps the requests that a task of a service gets a minute at their target.
 *
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-autoscaling-targettracking.html
 */
export class ServiceScaling extends Construct {
  constructor(scope: Construct, id: string, props: ServiceScalingProps) {
    super(scope, id);

    const scaled = {
      serviceNamespace: "ecs",
      resourceId: `service/${props.clusterName}/${props.serviceName}`,
      scalableDimension: "ecs:service:DesiredCount",
    };
    const target = new AppautoscalingTarget(this, "target", {
      ...scaled,
      minCapacity: props.minimumTasks,
      maxCapacity: props.maximumTasks,
    });
    new AppautoscalingPolicy(this, "requests", {
      name: `${props.name}-requests`,
      ...scaled,
      policyType: "TargetTrackingScaling",
      targetTrackingScalingPolicyConfiguration: {
        targetValue: props.requestsPerTargetPerMinute,
        predefinedMetricSpecification: {
          predefinedMetricType: "ALBRequestCountPerTarget",
          resourceLabel: `${props.loadBalancer.arnSuffix}/${props.targetGroup.arnSuffix}`,
        },
        scaleOutCooldown: coolDown.out,
        scaleInCooldown: coolDown.in,
      },
      dependsOn: [target, ...props.dependsOn],
    });
  }
}
