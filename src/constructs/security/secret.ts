import { SecretsmanagerSecret } from "@cdktf/provider-aws/lib/secretsmanager-secret";
import { SecretsmanagerSecretPolicy } from "@cdktf/provider-aws/lib/secretsmanager-secret-policy";
import { Construct } from "constructs";
import { acceptFindings } from "../accepted-findings";
import { deny, policyDocument } from "./policy-document";

export interface SecretProps {
  readonly name: string;
  readonly description: string;
  /** Id of the account. */
  readonly account: string;
  readonly encryptionKeyArn: string;
  /** How long a deleted secret can be brought back, from 7 to 30. */
  readonly recoveryWindowDays: number;
  readonly preventDestroy: boolean;
}

/**
 * The container of a secret. It has no value here: an operator puts it in, so that it never is in the
 * repository, in synthesized output or in Terraform's state. Who may read it, policies of the account say; a resource
 * policy refuses other accounts, and being there, it shows in a plan when somebody writes another.
 *
 * https://docs.aws.amazon.com/secretsmanager/latest/userguide/intro.html
 */
export class Secret extends Construct {
  public readonly arn: string;

  constructor(scope: Construct, id: string, props: SecretProps) {
    super(scope, id);

    const secret = new SecretsmanagerSecret(this, "this", {
      name: props.name,
      description: props.description,
      kmsKeyId: props.encryptionKeyArn,
      recoveryWindowInDays: props.recoveryWindowDays,
      lifecycle: { preventDestroy: props.preventDestroy },
    });
    acceptFindings(secret, {
      CKV2_AWS_57: "who gave us the value changes it: nothing of ours could make another",
    });
    new SecretsmanagerSecretPolicy(this, "policy", {
      secretArn: secret.arn,
      policy: policyDocument([
        deny("RefuseOtherAccounts", {
          Principal: "*",
          Action: ["secretsmanager:*"],
          Resource: "*",
          Condition: {
            StringNotEquals: { "aws:PrincipalAccount": props.account },
            // A service that acts by itself is in no account.
            Bool: { "aws:PrincipalIsAWSService": "false" },
          },
        }),
      ]),
    });
    this.arn = secret.arn;
  }
}
