import { TerraformOutput } from "cdktf";
import type { Construct } from "constructs";
import type * as z from "zod";
import { Certificate } from "../../src/constructs/networking/certificate";
import { DnsRecord } from "../../src/constructs/networking/dns-record";
import { LoadBalancer, type Otherwise } from "../../src/constructs/networking/load-balancer";
import { WebAcl } from "../../src/constructs/networking/web-acl";
import { WebAclLog } from "../../src/constructs/networking/web-acl-log";
import { account } from "../../src/systems/configuration/account";
import type { ReadonlyParts } from "../../src/systems/configuration/fields";
import { certificateKeyTypes } from "../../src/systems/configuration/lookups";
import type { domain, loadBalancer, logs } from "../../src/systems/configuration/parts";
import { redactedHeaders, type webAcl, webAclRules } from "../../src/systems/configuration/web-acl";

interface PublicEntranceProps {
  /** What environments of all systems decide of it. */
  readonly environment: {
    readonly region: string;
    readonly domain: ReadonlyParts<z.output<typeof domain>>;
    readonly loadBalancer: ReadonlyParts<z.output<typeof loadBalancer>>;
    readonly webAcl: ReadonlyParts<z.output<typeof webAcl>>;
    readonly retention: { readonly logs: z.output<typeof logs> };
  };
  readonly names: {
    readonly base: string;
    readonly webAclLogGroup: string;
    readonly webAclLogDelivery: string;
    readonly logBucket: string;
    readonly accessLogPrefix: string;
    readonly connectionLogPrefix: string;
  };
  readonly subnetIds: string[];
  readonly securityGroupId: string;
  readonly encryptionKeyArn: string;
}

/** The way in from the internet: a load balancer with its certificate, web ACL, logs and DNS record. */
export function publicEntrance(stack: Construct, props: PublicEntranceProps & Otherwise) {
  const { environment, names, encryptionKeyArn, ...rest } = props;
  const { region, domain } = environment;
  const certificate = new Certificate(stack, "certificate", {
    domainName: domain.name,
    keyTypes: certificateKeyTypes,
  });
  const loadBalancer = new LoadBalancer(stack, "load-balancer", {
    ...environment.loadBalancer,
    ...rest,
    name: names.base,
    deletionProtection: environment.loadBalancer.deletionProtection === "on",
    logs: {
      bucket: names.logBucket,
      accessPrefix: names.accessLogPrefix,
      connectionPrefix: names.connectionLogPrefix,
    },
    certificateArn: certificate.arn,
  });
  const webAcl = new WebAcl(stack, "web-acl", {
    ...webAclRules(environment.webAcl),
    name: names.base,
    description: `Requests to ${names.base}`,
    loadBalancerArn: loadBalancer.arn,
  });
  new WebAclLog(stack, "web-acl-log", {
    webAclArn: webAcl.arn,
    logGroupName: names.webAclLogGroup,
    retention: environment.retention.logs,
    encryptionKeyArn,
    policyName: names.webAclLogDelivery,
    account: account.id,
    region,
    redactedHeaders,
  });
  new DnsRecord(stack, "dns", {
    name: domain.name,
    zoneName: domain.dns.route53ZoneName,
    target: loadBalancer,
  });
  // Whoever keeps the domain's DNS points it here.
  new TerraformOutput(stack, "load-balancer-dns-name", {
    value: loadBalancer.dnsName,
    staticId: true,
  });
  return loadBalancer;
}
