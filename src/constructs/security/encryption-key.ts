import { KmsAlias } from "@cdktf/provider-aws/lib/kms-alias";
import { KmsKey } from "@cdktf/provider-aws/lib/kms-key";
import { Construct } from "constructs";
import { allow, type PolicyStatement, policyDocument } from "./policy-document";

export interface EncryptionKeyProps {
  /** Without `alias/`. */
  readonly alias: string;
  readonly description: string;
  /** Id of the account, which administers the key. */
  readonly account: string;
  /** Who may use the key; the account itself may not. */
  readonly users: readonly PolicyStatement[];
  /** How long the key waits before it is deleted, from 7 to 30. */
  readonly deletionWindowDays: number;
  readonly preventDestroy: boolean;
}

/**
 * A key that is rotated each year. Its policy lets the account administer it, and exactly those use it that
 * are named.
 *
 * https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-overview.html
 */
export class EncryptionKey extends Construct {
  public readonly arn: string;

  constructor(scope: Construct, id: string, props: EncryptionKeyProps) {
    super(scope, id);

    const accountAdministers = allow("AccountAdministersKey", {
      Principal: { AWS: `arn:aws:iam::${props.account}:root` },
      Action: administration,
      Resource: "*",
    });
    const key = new KmsKey(this, "this", {
      description: props.description,
      enableKeyRotation: true,
      deletionWindowInDays: props.deletionWindowDays,
      policy: policyDocument([accountAdministers, ...props.users]),
      lifecycle: { preventDestroy: props.preventDestroy },
    });

    new KmsAlias(this, "alias", { name: `alias/${props.alias}`, targetKeyId: key.keyId });

    this.arn = key.arn;
  }
}

/** What use of a key takes. */
export const use = [
  "kms:Encrypt",
  "kms:Decrypt",
  "kms:ReEncrypt*",
  "kms:GenerateDataKey*",
  "kms:DescribeKey",
];

/**
 * Lets CloudWatch Logs use a key for these log groups, whose names may end with `*`.
 *
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html
 */
export function logsUseKey(
  region: string,
  account: string,
  logGroups: readonly string[],
): PolicyStatement {
  return allow("CloudWatchLogsUsesKey", {
    Principal: { Service: `logs.${region}.amazonaws.com` },
    Action: use,
    Resource: "*",
    Condition: {
      ArnLike: {
        "kms:EncryptionContext:aws:logs:arn": logGroups.map(
          (group) => `arn:aws:logs:${region}:${account}:log-group:${group}`,
        ),
      },
    },
  });
}

/** Without use. */
const administration = [
  "kms:CreateAlias",
  "kms:DeleteAlias",
  "kms:UpdateAlias",
  "kms:Describe*",
  "kms:Get*",
  "kms:List*",
  "kms:PutKeyPolicy",
  "kms:UpdateKeyDescription",
  "kms:EnableKey",
  "kms:DisableKey",
  "kms:EnableKeyRotation",
  "kms:DisableKeyRotation",
  "kms:RotateKeyOnDemand",
  "kms:TagResource",
  "kms:UntagResource",
  "kms:RevokeGrant",
  "kms:ScheduleKeyDeletion",
  "kms:CancelKeyDeletion",
];
