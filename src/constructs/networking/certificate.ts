import { DataAwsAcmCertificate } from "@cdktf/provider-aws/lib/data-aws-acm-certificate";
import { Construct } from "constructs";
import type { Environment } from "../../systems/test-app/environment";
import { certificateKeyTypes } from "../../systems/test-app/lookups";

export interface CertificateProps {
  readonly settings: Pick<Environment, "domain">;
}

/**
 * Looks up the certificate that ACM has issued for exactly the environment's domain. When several
 * match, the newest wins, so that a replacement can be requested before the old one expires. Every
 * key type that a load balancer can use is named: without, only RSA keys of 1024 and 2048 bits are
 * found.
 *
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/https-listener-certificates.html
 */
export class Certificate extends Construct {
  public readonly arn: string;

  constructor(scope: Construct, id: string, { settings }: CertificateProps) {
    super(scope, id);

    this.arn = new DataAwsAcmCertificate(this, "this", {
      domain: settings.domain.name,
      statuses: ["ISSUED"],
      keyTypes: [...certificateKeyTypes],
      mostRecent: true,
    }).arn;
  }
}
