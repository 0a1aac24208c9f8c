import { paginateListHostedZones, Route53Client } from "@aws-sdk/client-route-53";
import { type Checker, each, failed, note, ok } from "../check";

/** The public zone that constructs/networking/dns-record.ts looks up, where the environment's DNS is kept in the account. */
export const hostedZone: Checker<"hosted-zone"> = {
  scope: "environment",
  run: each(async ({ zone, domainName }, { aws, configuredIn }) => {
    if ("noRecordBecause" in zone)
      return note(`no record of ${domainName} is made: ${zone.noRecordBecause}`);
    const { name } = zone;
    const count = await aws.ask(
      "route53:ListHostedZones",
      Route53Client,
      async (client, options) => {
        let found = 0;
        for await (const { HostedZones = [] } of paginateListHostedZones({ client }, {}, options))
          found += HostedZones.filter(
            ({ Name, Config }) => Name === `${name}.` && Config?.PrivateZone !== true,
          ).length;
        return found;
      },
    );
    if (count === 1) return ok(`Route 53 has the public zone ${name}`);
    return count === 0
      ? failed(
          `Route 53 has no public zone ${name}`,
          `aws route53 create-hosted-zone --name ${name} --caller-reference ${name}, or another dns in ${configuredIn}`,
        )
      : failed(
          `Route 53 has ${count} public zones ${name}, and Terraform can't choose`,
          "AWS console: Route 53 → Hosted zones: delete those that nobody delegates to",
        );
  }),
};
