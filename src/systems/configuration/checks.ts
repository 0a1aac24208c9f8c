import type * as z from "zod";
import type { Check } from "../../estate/checks";
import { nothing } from "./images";
import { certificateKeyTypes } from "./lookups";
import type { domain } from "./parts";

/** What the doctor checks of a domain: its certificate, and where its record is to be. */
export function domainChecks({ name, dns }: z.infer<typeof domain>): readonly Check[] {
  const zone =
    dns.route53ZoneName === undefined
      ? { noRecordBecause: dns.noRecordBecause }
      : { name: dns.route53ZoneName };
  return [
    { check: "certificate", domainName: name, keyTypes: certificateKeyTypes },
    { check: "hosted-zone", domainName: name, zone },
  ];
}

/**
 * What the doctor checks of images: that they were pushed. A stand-in is named as such, and not looked for.
 *
 * @param repositories names of ECR repositories, by the service
 */
export function imageChecks<Name extends string>(
  repositories: Readonly<Record<Name, string>>,
  digests: Readonly<Record<NoInfer<Name>, string>>,
  remedy: string,
): readonly Check[] {
  const names = Object.keys(repositories) as Name[];
  return names
    .filter((name) => digests[name] !== nothing)
    .map((name) => ({
      check: "pushed-image",
      repositoryName: repositories[name],
      digest: digests[name],
      remedy,
    }));
}
