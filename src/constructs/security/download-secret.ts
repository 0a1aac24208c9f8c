import { SecretsmanagerSecret } from "@cdktf/provider-aws/lib/secretsmanager-secret";
import { Construct } from "constructs";
import type { Environment } from "../../systems/test-app/environment";
import type { Names } from "../../systems/test-app/names";

export interface DownloadSecretProps {
  readonly settings: Pick<Environment, "retention">;
  readonly names: Names;
  readonly encryptionKeyArn: string;
}

/**
 * The container of the updater's download credentials. It has no value here: an operator puts it in,
 * as JSON `{"username": …, "password": …}`, so that it never is in the repository, in synthesized
 * output or in Terraform's state. Instances boot without a value too, with the image's application.
 *
 * https://docs.aws.amazon.com/secretsmanager/latest/userguide/intro.html
 */
export class DownloadSecret extends Construct {
  public readonly arn: string;

  constructor(scope: Construct, id: string, props: DownloadSecretProps) {
    super(scope, id);

    const { settings, names, encryptionKeyArn } = props;
    this.arn = new SecretsmanagerSecret(this, "this", {
      name: names.downloadSecret,
      description:
        "User name and password for downloading the updater; the value is put in by an operator",
      kmsKeyId: encryptionKeyArn,
      recoveryWindowInDays: settings.retention.secretRecoveryWindowDays,
      lifecycle: { preventDestroy: settings.retention.destructionProtection === "on" },
    }).arn;
  }
}
