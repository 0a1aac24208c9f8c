import { DataAwsRoute53Zone } from "@cdktf/provider-aws/lib/data-aws-route53-zone";
import { Route53Record } from "@cdktf/provider-aws/lib/route53-record";
import { Construct } from "constructs";

export interface DnsRecordProps {
  readonly name: string;
  /** The public zone that holds it; undefined where the DNS is kept elsewhere. */
  readonly zoneName: string | undefined;
  /** The load balancer that the domain is an alias of. */
  readonly target: { readonly dnsName: string; readonly zoneId: string };
}

/**
 * A domain as an alias of the load balancer, in a public Route 53 zone of this account; or nothing,
 * where its DNS is kept elsewhere.
 *
 * https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/resource-record-sets-choosing-alias-non-alias.html
 */
export class DnsRecord extends Construct {
  constructor(scope: Construct, id: string, { name, zoneName, target }: DnsRecordProps) {
    super(scope, id);

    if (zoneName === undefined) return;

    const zone = new DataAwsRoute53Zone(this, "zone", { name: zoneName, privateZone: false });
    new Route53Record(this, "alias", {
      zoneId: zone.zoneId,
      name,
      type: "A",
      alias: { name: target.dnsName, zoneId: target.zoneId, evaluateTargetHealth: true },
    });
  }
}
