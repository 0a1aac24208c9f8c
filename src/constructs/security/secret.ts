import { SecretsmanagerSecret } from "@cdktf/provider-aws/lib/secretsmanager-secret";
import { Construct } from "constructs";

export interface SecretProps {
  readonly name: string;
  readonly description: string;
  readonly encryptionKeyArn: string;
  /** How long a deleted secret can be brought back, from 7 to 30. */
  readonly recoveryWindowDays: number;
  readonly preventDestroy: boolean;
}

/**
 * The container of a secret. It has no value here: an operator puts it in, so that it never is in the
 * repository, in synthesized output or in Terraform's state.
 *
 * https://docs.aws.amazon.com/secretsmanager/latest/userguide/intro.html
 */
export class Secret extends Construct {
  public readonly arn: string;

  constructor(scope: Construct, id: string, props: SecretProps) {
    super(scope, id);

    this.arn = new SecretsmanagerSecret(this, "this", {
      name: props.name,
      description: props.description,
      kmsKeyId: props.encryptionKeyArn,
      recoveryWindowInDays: props.recoveryWindowDays,
      lifecycle: { preventDestroy: props.preventDestroy },
    }).arn;
  }
}
