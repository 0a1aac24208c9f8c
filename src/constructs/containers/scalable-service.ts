import { AppautoscalingTarget } from "@cdktf/provider-aws/lib/appautoscaling-target";
import type { Construct } from "constructs";

export interface ScalableServiceProps {
  readonly clusterName: string;
  readonly serviceName: string;
  readonly minimumTasks: number;
  readonly maximumTasks: number;
}

/** Seconds: it adds tasks sooner than it takes them away. */
export const coolDown = { scaleOutCooldown: 60, scaleInCooldown: 300 };

/**
 * A service whose number of tasks policies move. A policy names it, and is made after the target.
 *
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-auto-scaling.html
 */
export function scalableService(scope: Construct, props: ScalableServiceProps) {
  const service = {
    serviceNamespace: "ecs",
    resourceId: `service/${props.clusterName}/${props.serviceName}`,
    scalableDimension: "ecs:service:DesiredCount",
  };
  const target = new AppautoscalingTarget(scope, "target", {
    ...service,
    minCapacity: props.minimumTasks,
    maxCapacity: props.maximumTasks,
  });
  return { service, target };
}
