import { paginateListHostedZones, Route53Client } from "@aws-sdk/client-route-53";
import type { Check } from "../check";
import type { EnvironmentContext } from "../context";
import { failed, note, ok } from "../finding";

/** The public zone that constructs/dns-record.ts looks up, where the environment's DNS is kept in the account. */
export const hostedZone: Check<EnvironmentContext> = {
  name: "hosted-zone",
  run: async ({ aws, environment: { domain } }) => {
    if (domain.dns.route53ZoneName === undefined)
      return [note(`no record of ${domain.name} is made: ${domain.dns.noRecordBecause}`)];
    const name = domain.dns.route53ZoneName;
    const count = await aws.ask(
      "route53:ListHostedZones",
      Route53Client,
      async (client, options) => {
        let found = 0;
        for await (const { HostedZones = [] } of paginateListHostedZones({ client }, {}, options))
          found += HostedZones.filter(
            (zone) => zone.Name === `${name}.` && zone.Config?.PrivateZone !== true,
          ).length;
        return found;
      },
    );
    if (count === 1) return [ok(`Route 53 has the public zone ${name}`)];
    return count === 0
      ? [
          failed(
            `Route 53 has no public zone ${name}`,
            `aws route53 create-hosted-zone --name ${name} --caller-reference ${name}, or another dns in src/systems/test-app/environments.ts`,
          ),
        ]
      : [
          failed(
            `Route 53 has ${count} public zones ${name}, and Terraform can't choose`,
            "AWS console: Route 53 → Hosted zones: delete those that nobody delegates to",
          ),
        ];
  },
};
