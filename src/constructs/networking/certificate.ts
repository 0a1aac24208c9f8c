import { DataAwsAcmCertificate } from "@cdktf/provider-aws/lib/data-aws-acm-certificate";
import { Construct } from "constructs";

export interface CertificateProps {
  readonly domainName: string;
  /** Every key type that whoever uses the certificate can use. */
  readonly keyTypes: readonly string[];
}

/**
 * Looks up the certificate that ACM has issued for exactly a domain. When several
 * match, the newest wins, so that a replacement can be requested before the old one expires. The
 * key types are named: without, only RSA keys of 1024 and 2048 bits are
 * found.
 *
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/https-listener-certificates.html
 */
export class Certificate extends Construct {
  public readonly arn: string;

  constructor(scope: Construct, id: string, { domainName, keyTypes }: CertificateProps) {
    super(scope, id);

    this.arn = new DataAwsAcmCertificate(this, "this", {
      domain: domainName,
      statuses: ["ISSUED"],
      keyTypes: [...keyTypes],
      mostRecent: true,
    }).arn;
  }
}
