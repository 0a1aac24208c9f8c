import { Lb } from "@cdktf/provider-aws/lib/lb";
import { LbListener } from "@cdktf/provider-aws/lib/lb-listener";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { acceptFindings } from "../accepted-findings";
import { fittingName } from "../hashed-name";

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateLoadBalancer.html */
const nameLimit = 32;

/** What is done with a request that no rule of the listener's matches. */
export type Otherwise =
  | { readonly targetGroupArn: string; readonly page?: never }
  /** A page of HTML in 1024 bytes at the most, which the load balancer answers by itself. */
  | { readonly page: string; readonly targetGroupArn?: never };

interface LoadBalancerParts {
  /** Where it is longer than 32 characters, it is shortened, and a hash of it stands behind. */
  readonly name: string;
  /** A policy that offers TLS 1.2 and 1.3 and nothing older. */
  readonly tlsPolicy: string;
  readonly deletionProtection: boolean;
  readonly idleTimeoutSeconds: number;
  readonly desyncMitigationMode: "defensive" | "strictest";
  /** The bucket that requests and connections are logged to; it must be there first. */
  readonly logs: {
    readonly bucket: string;
    readonly accessPrefix: string;
    readonly connectionPrefix: string;
  };
  readonly subnetIds: string[];
  readonly securityGroupId: string;
  readonly certificateArn: string;
}

export type LoadBalancerProps = LoadBalancerParts & Otherwise;

/**
 * An application load balancer that answers HTTPS and redirects HTTP to it. Requests go to its target group, or where
 * the listener's rules (`PathRoutes`) say. It drops invalid headers, resists request smuggling, and logs requests and connections.
 *
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/edit-load-balancer-attributes.html
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/describe-ssl-policies.html
 */
export class LoadBalancer extends Construct {
  public readonly arn: string;
  public readonly dnsName: string;
  public readonly zoneId: string;
  /** The part of the ARN that metrics are filed under. */
  public readonly arnSuffix: string;
  /** The target group belongs to a load balancer only once this is there. */
  public readonly httpsListener: ITerraformDependable & { readonly arn: string };

  constructor(scope: Construct, id: string, props: LoadBalancerProps) {
    super(scope, id);

    const { logs } = props;
    const loadBalancer = new Lb(this, "this", {
      name: fittingName(props.name, nameLimit),
      loadBalancerType: "application",
      internal: false,
      ipAddressType: "ipv4", // a default VPC has no IPv6
      subnets: props.subnetIds,
      securityGroups: [props.securityGroupId],
      enableDeletionProtection: props.deletionProtection,
      dropInvalidHeaderFields: true,
      desyncMitigationMode: props.desyncMitigationMode,
      idleTimeout: props.idleTimeoutSeconds,
      accessLogs: { enabled: true, bucket: logs.bucket, prefix: logs.accessPrefix },
      connectionLogs: { enabled: true, bucket: logs.bucket, prefix: logs.connectionPrefix },
    });

    acceptFindings(loadBalancer, {
      CKV2_AWS_76:
        "beside Log4j it is about anonymous addresses, and people behind a VPN are users",
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
      sslPolicy: props.tlsPolicy,
      certificateArn: props.certificateArn,
      defaultAction: [defaultAction(props)],
    });

    this.arn = loadBalancer.arn;
    this.dnsName = loadBalancer.dnsName;
    this.zoneId = loadBalancer.zoneId;
    this.arnSuffix = loadBalancer.arnSuffix;
  }
}

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/application/rule-action-types.html#fixed-response-actions */
function defaultAction({ targetGroupArn, page }: Otherwise) {
  if (page === undefined) return { type: "forward", targetGroupArn };
  const fixedResponse = { contentType: "text/html", statusCode: "200", messageBody: page };
  return { type: "fixed-response", fixedResponse };
}
