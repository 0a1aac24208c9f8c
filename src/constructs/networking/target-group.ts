import { LbTargetGroup } from "@cdktf/provider-aws/lib/lb-target-group";
import { Construct } from "constructs";
import type { Environment } from "../../systems/test-app/environment";
import { type Names, targetGroupName } from "../../systems/test-app/names";

export interface TargetGroupProps {
  readonly settings: Pick<Environment, "application" | "targetGroup" | "healthCheck">;
  readonly names: Names;
  readonly vpcId: string;
}

/**
 * The instances as the load balancer sees them: HTTP on the application's port, with a health check.
 *
 * A change that AWS can't make in place (the port, say) makes a new group first, under a name of its
 * own, and then moves listener and instances over: for some checks' time nothing is healthy in it, so
 * such a change belongs into a maintenance window. The VPC forces a replacement too, but is known only
 * to AWS, so the name doesn't change with it.
 *
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/edit-target-group-attributes.html
 */
export class TargetGroup extends Construct {
  public readonly arn: string;
  /** The part of the ARN that metrics are filed under. */
  public readonly arnSuffix: string;

  constructor(scope: Construct, id: string, { settings, names, vpcId }: TargetGroupProps) {
    super(scope, id);

    const unchangeable = {
      port: settings.application.port,
      protocol: "HTTP",
      targetType: "instance",
    };
    const { loadBalancing } = settings.targetGroup;
    const group = new LbTargetGroup(this, "this", {
      name: targetGroupName(names, unchangeable),
      ...unchangeable,
      vpcId,
      deregistrationDelay: String(settings.targetGroup.deregistrationDelaySeconds),
      loadBalancingAlgorithmType: loadBalancing.algorithm,
      ...(loadBalancing.slowStartSeconds !== undefined && {
        slowStart: loadBalancing.slowStartSeconds,
      }),
      healthCheck: {
        enabled: true,
        protocol: "HTTP",
        port: "traffic-port",
        path: settings.healthCheck.path,
        matcher: settings.healthCheck.matcher,
        interval: settings.healthCheck.intervalSeconds,
        timeout: settings.healthCheck.timeoutSeconds,
        healthyThreshold: settings.healthCheck.healthyThresholdCount,
        unhealthyThreshold: settings.healthCheck.unhealthyThresholdCount,
      },
      lifecycle: { createBeforeDestroy: true },
    });

    this.arn = group.arn;
    this.arnSuffix = group.arnSuffix;
  }
}
