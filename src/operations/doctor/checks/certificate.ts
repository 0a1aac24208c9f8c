import {
  ACMClient,
  type CertificateDetail,
  type CertificateStatus,
  DescribeCertificateCommand,
  type KeyAlgorithm,
  paginateListCertificates,
} from "@aws-sdk/client-acm";
import type { Aws } from "../aws";
import { type Checker, each, type Finding, failed, ok, warning } from "../check";

const dayMs = 86_400_000;
/** ACM renews its own certificates 60 days before they expire, so something is wrong by then. */
const warningDays = 30;

/** The certificate that constructs/networking/certificate.ts looks up: issued for exactly the domain, the newest of several. */
export const certificate: Checker<"certificate"> = {
  scope: "environment",
  run: each(async ({ domainName, keyTypes }, { aws, region }) => {
    const wanted = { aws, domainName, keyTypes };
    const issued = await certificatesFor(wanted, ["ISSUED"]);
    const [newest] = issued.sort((one, other) => validFrom(other) - validFrom(one));
    if (newest !== undefined) return byExpiry(newest, region);

    const others = await certificatesFor(wanted, undefined);
    // The one that only waits for its DNS record is the nearest to be issued.
    const other = others.find(({ Status }) => Status === "PENDING_VALIDATION") ?? others[0];
    if (other === undefined)
      return failed(
        `ACM in ${region} has no certificate for ${domainName}`,
        `aws acm request-certificate --region ${region} --domain-name ${domainName} --validation-method DNS, then make the DNS record that it asks for`,
      );
    if (other.Status === "EXPIRED") return byExpiry(other, region);
    const { CertificateArn = "", Status = "of an unknown status" } = other;
    return failed(
      `ACM's certificate for ${domainName} is ${Status}, and not ISSUED`,
      `aws acm describe-certificate --region ${region} --certificate-arn ${CertificateArn} names the DNS record to make, or why it failed`,
    );
  }),
};

function byExpiry(certificate: CertificateDetail, region: string): Finding {
  const { CertificateArn = "", DomainName = "", NotAfter, Type } = certificate;
  if (NotAfter === undefined) return ok(`${CertificateArn} is issued for ${DomainName}`);
  const remedy =
    Type === "IMPORTED"
      ? `aws acm import-certificate --region ${region} --certificate-arn ${CertificateArn} --certificate fileb://NEW.pem --private-key fileb://KEY.pem --certificate-chain fileb://CHAIN.pem`
      : `aws acm describe-certificate --region ${region} --certificate-arn ${CertificateArn} --query Certificate.RenewalSummary says why ACM has not renewed it`;
  const expiry = NotAfter.toISOString().slice(0, 10);
  const daysLeft = (NotAfter.getTime() - Date.now()) / dayMs;
  if (daysLeft <= 0) return failed(`the certificate for ${DomainName} expired ${expiry}`, remedy);
  if (daysLeft < warningDays)
    return warning(`the certificate for ${DomainName} expires ${expiry}`, remedy);
  return ok(`issued for ${DomainName} until ${expiry}`);
}

interface Wanted {
  readonly aws: Aws;
  readonly domainName: string;
  readonly keyTypes: readonly string[];
}

/** With all that ACM says of each. */
async function certificatesFor(
  { aws, domainName, keyTypes }: Wanted,
  statuses: CertificateStatus[] | undefined,
): Promise<CertificateDetail[]> {
  const arns = await aws.ask("acm:ListCertificates", ACMClient, async (client, options) => {
    const found: string[] = [];
    const pages = paginateListCertificates(
      { client },
      {
        ...(statuses === undefined ? {} : { CertificateStatuses: statuses }),
        // Without, only RSA keys of 1024 and 2048 bits are listed.
        Includes: { keyTypes: [...keyTypes] as KeyAlgorithm[] },
      },
      options,
    );
    for await (const { CertificateSummaryList = [] } of pages)
      for (const { CertificateArn, DomainName } of CertificateSummaryList)
        if (DomainName === domainName && CertificateArn !== undefined) found.push(CertificateArn);
    return found;
  });
  return Promise.all(arns.map((arn) => describe(aws, arn)));
}

async function describe(aws: Aws, arn: string): Promise<CertificateDetail> {
  const { Certificate = {} } = await aws.ask("acm:DescribeCertificate", ACMClient, (acm, options) =>
    acm.send(new DescribeCertificateCommand({ CertificateArn: arn }), options),
  );
  return { CertificateArn: arn, ...Certificate };
}

function validFrom({ NotBefore }: CertificateDetail): number {
  return NotBefore?.getTime() ?? 0;
}
