import { Lb } from "@cdktf/provider-aws/lib/lb";
import { LbListener } from "@cdktf/provider-aws/lib/lb-listener";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import type { Environment } from "../../systems/test-app/environment";
import type { Names } from "../../systems/test-app/names";

export interface LoadBalancerProps {
  readonly settings: Pick<Environment, "loadBalancer">;
  readonly names: Names;
  readonly subnetIds: string[];
  readonly securityGroupId: string;
  readonly certificateArn: string;
  readonly targetGroupArn: string;
}

/**
 * An application load balancer that forwards HTTPS to the target group and redirects HTTP to HTTPS.
 * It drops invalid headers, resists request smuggling, and logs requests and connections to the
 * region's log bucket, which belongs to the foundation and must be there first.
 *
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/edit-load-balancer-attributes.html
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/describe-ssl-policies.html
 */
export class LoadBalancer extends Construct {
  public readonly dnsName: string;
  public readonly zoneId: string;
  /** The part of the ARN that metrics are filed under. */
  public readonly arnSuffix: string;
  /** The target group belongs to a load balancer only once this is there. */
  public readonly httpsListener: ITerraformDependable;

  constructor(scope: Construct, id: string, props: LoadBalancerProps) {
    super(scope, id);

    const { settings, names } = props;
    const loadBalancer = new Lb(this, "this", {
      name: names.base,
      loadBalancerType: "application",
      internal: false,
      ipAddressType: "ipv4", // a default VPC has no IPv6
      subnets: props.subnetIds,
      securityGroups: [props.securityGroupId],
      enableDeletionProtection: settings.loadBalancer.deletionProtection === "on",
      dropInvalidHeaderFields: true,
      desyncMitigationMode: settings.loadBalancer.desyncMitigationMode,
      idleTimeout: settings.loadBalancer.idleTimeoutSeconds,
      accessLogs: { enabled: true, bucket: names.logBucket, prefix: names.accessLogPrefix },
      connectionLogs: { enabled: true, bucket: names.logBucket, prefix: names.connectionLogPrefix },
    });

    new LbListener(this, "http", {
      loadBalancerArn: loadBalancer.arn,
      port: 80,
      protocol: "HTTP",
      defaultAction: [
        { type: "redirect", redirect: { protocol: "HTTPS", port: "443", statusCode: "HTTP_301" } },
      ],
    });

    this.httpsListener = new LbListener(this, "https", {
      loadBalancerArn: loadBalancer.arn,
      port: 443,
      protocol: "HTTPS",
      sslPolicy: settings.loadBalancer.tlsPolicy,
      certificateArn: props.certificateArn,
      defaultAction: [{ type: "forward", targetGroupArn: props.targetGroupArn }],
    });

    this.dnsName = loadBalancer.dnsName;
    this.zoneId = loadBalancer.zoneId;
    this.arnSuffix = loadBalancer.arnSuffix;
  }
}
