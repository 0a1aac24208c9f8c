import { DataAwsRoute53Zone } from "@cdktf/provider-aws/lib/data-aws-route53-zone";
import { Route53Record } from "@cdktf/provider-aws/lib/route53-record";
import { Construct } from "constructs";
import type { Environment } from "../../systems/test-app/environment";

export interface DnsRecordProps {
  readonly settings: Pick<Environment, "domain">;
  /** The load balancer that the domain is an alias of. */
  readonly target: { readonly dnsName: string; readonly zoneId: string };
}

/**
 * The domain as an alias of the load balancer, in a public Route 53 zone of this account; or nothing,
 * where the environment says that its DNS is kept elsewhere.
 *
 * https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/resource-record-sets-choosing-alias-non-alias.html
 */
export class DnsRecord extends Construct {
  constructor(scope: Construct, id: string, { settings, target }: DnsRecordProps) {
    super(scope, id);

    if ("noRecordBecause" in settings.domain.dns) return;

    const zone = new DataAwsRoute53Zone(this, "zone", {
      name: settings.domain.dns.route53ZoneName,
      privateZone: false,
    });
    new Route53Record(this, "alias", {
      zoneId: zone.zoneId,
      name: settings.domain.name,
      type: "A",
      alias: { name: target.dnsName, zoneId: target.zoneId, evaluateTargetHealth: true },
    });
  }
}
