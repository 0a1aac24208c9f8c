import { LbTargetGroup } from "@cdktf/provider-aws/lib/lb-target-group";
import { Construct } from "constructs";
import { acceptFindings } from "../accepted-findings";
import { targetGroupName } from "./target-group-name";

export interface TargetGroupProps {
  /** What its name begins with. */
  readonly baseName: string;
  readonly port: number;
  /** `ip` for tasks that have addresses of their own (default: `instance`). */
  readonly targetType?: "instance" | "ip";
  /** Whether rules of a listener lead to it (default: the listener itself does). */
  readonly isReachedByRules?: true;
  /** AWS refuses a slow start with the second algorithm. */
  readonly loadBalancing:
    | { readonly algorithm: "round_robin"; readonly slowStartSeconds: number }
    | {
        readonly algorithm: "least_outstanding_requests";
        readonly slowStartSeconds?: undefined;
      };
  readonly deregistrationDelaySeconds: number;
  readonly healthCheck: {
    readonly path: string;
    /** HTTP codes of a healthy answer, such as `200` or `200-299`. */
    readonly matcher: string;
    readonly intervalSeconds: number;
    readonly timeoutSeconds: number;
    readonly healthyThresholdCount: number;
    readonly unhealthyThresholdCount: number;
  };
  readonly vpcId: string;
}

/**
 * The instances or tasks as the load balancer sees them: HTTP on the application's port, with a health check.
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

  constructor(scope: Construct, id: string, props: TargetGroupProps) {
    super(scope, id);

    const { loadBalancing, healthCheck, port, targetType = "instance" } = props;
    const unchangeable = { port, protocol: "HTTP", targetType };
    const group = new LbTargetGroup(this, "this", {
      name: targetGroupName(props.baseName, unchangeable),
      ...unchangeable,
      vpcId: props.vpcId,
      deregistrationDelay: String(props.deregistrationDelaySeconds),
      loadBalancingAlgorithmType: loadBalancing.algorithm,
      ...(loadBalancing.slowStartSeconds !== undefined && {
        slowStart: loadBalancing.slowStartSeconds,
      }),
      healthCheck: {
        enabled: true,
        protocol: "HTTP",
        port: "traffic-port",
        path: healthCheck.path,
        matcher: healthCheck.matcher,
        interval: healthCheck.intervalSeconds,
        timeout: healthCheck.timeoutSeconds,
        healthyThreshold: healthCheck.healthyThresholdCount,
        unhealthyThreshold: healthCheck.unhealthyThresholdCount,
      },
      lifecycle: { createBeforeDestroy: true },
    });

    if (props.isReachedByRules)
      acceptFindings(group, {
        CKV_AWS_378: "the load balancer ends TLS, and what is behind it is in the VPC alone",
      });

    this.arn = group.arn;
    this.arnSuffix = group.arnSuffix;
  }
}
