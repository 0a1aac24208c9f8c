import { AppautoscalingPolicy } from "@cdktf/provider-aws/lib/appautoscaling-policy";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { coolDown, type ScalableServiceProps, scalableService } from "./scalable-service";

export interface ServiceScalingProps extends ScalableServiceProps {
  /** What the policies' names begin with. */
  readonly name: string;
  readonly requestsPerTargetPerMinute: number;
  readonly loadBalancer: { readonly arnSuffix: string };
  readonly targetGroup: { readonly arnSuffix: string };
  /** What makes the target group one of the load balancer's. */
  readonly dependsOn: readonly ITerraformDependable[];
}

/**
 * Keeps the requests that a task of a service gets a minute at their target.
 *
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-autoscaling-targettracking.html
 */
export class ServiceScaling extends Construct {
  constructor(scope: Construct, id: string, props: ServiceScalingProps) {
    super(scope, id);

    const { service, target } = scalableService(this, props);
    new AppautoscalingPolicy(this, "requests", {
      name: `${props.name}-requests`,
      ...service,
      policyType: "TargetTrackingScaling",
      targetTrackingScalingPolicyConfiguration: {
        targetValue: props.requestsPerTargetPerMinute,
        predefinedMetricSpecification: {
          predefinedMetricType: "ALBRequestCountPerTarget",
          resourceLabel: `${props.loadBalancer.arnSuffix}/${props.targetGroup.arnSuffix}`,
        },
        ...coolDown,
      },
      dependsOn: [target, ...props.dependsOn],
    });
  }
}
