import { use } from "./encryption-key";
import { allow, type PolicyStatement } from "./policy-document";

/** Where a key is. */
interface Place {
  /** Id of the account. */
  readonly account: string;
  readonly region: string;
}

const rootOf = (account: string) => `arn:aws:iam::${account}:root`;

/**
 * Lets Auto Scaling launch instances with volumes under the key. Without both of these every launch fails with
 * Client.InternalError. Its service-linked role must exist in the account: KMS refuses a policy that names a role which
 * doesn't.
 *
 * https://docs.aws.amazon.com/autoscaling/ec2/userguide/key-policy-requirements-EBS-encryption.html
 */
export function autoScalingUsesKey({ account }: Pick<Place, "account">): PolicyStatement[] {
  const role = `arn:aws:iam::${account}:role/aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling`;
  return [
    allow("AutoScalingUsesKey", { Principal: { AWS: role }, Action: use, Resource: "*" }),
    allow("AutoScalingGrantsVolumes", {
      Principal: { AWS: role },
      Action: ["kms:CreateGrant"],
      Resource: "*",
      Condition: { Bool: { "kms:GrantIsForAWSResource": "true" } },
    }),
  ];
}

/**
 * Lets whoever may read a secret do so, and RDS keep the master user's: whoever makes, changes or restores a database has
 * it keep a grant on the key for the secret, and no one else.
 *
 * https://docs.aws.amazon.com/secretsmanager/latest/userguide/security-encryption.html
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-secrets-manager.html#rds-secrets-manager-permissions
 */
export function secretsManagerUsesKey({ account, region }: Place): PolicyStatement[] {
  const service = `secretsmanager.${region}`;
  return [
    throughService(account, service, "SecretsManagerUsesKeyForItsCallers", [
      "kms:Decrypt",
      "kms:GenerateDataKey",
    ]),
    allow("SecretsManagerGrantsKeyToAwsForItsCallers", {
      Principal: { AWS: rootOf(account) },
      Action: ["kms:CreateGrant"],
      Resource: "*",
      Condition: {
        StringEquals: { "kms:ViaService": `${service}.amazonaws.com` },
        Bool: { "kms:GrantIsForAWSResource": "true" },
      },
    }),
  ];
}

/**
 * Whoever makes, changes or restores a database has RDS grant itself the key for storage, insights and the master user's
 * secret, and whoever looks at Database Insights has them decrypted. After that RDS uses its grants.
 *
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Overview.Encryption.Keys.html
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_PerfInsights.access-control.cmk-policy.html
 */
export function rdsUsesKey({ account, region }: Place): PolicyStatement {
  return throughService(account, `rds.${region}`, "RdsUsesKeyForItsCallers", [
    "kms:CreateGrant",
    "kms:Decrypt",
    "kms:GenerateDataKey",
  ]);
}

/**
 * Whom an IAM policy lets use the key may do so through the service, and only through it.
 *
 * @param service such as `ec2.us-east-1`
 */
export function throughService(
  account: string,
  service: string,
  sid: string,
  actions: string[],
): PolicyStatement {
  return allow(sid, {
    Principal: { AWS: rootOf(account) },
    Action: actions,
    Resource: "*",
    Condition: { StringEquals: { "kms:ViaService": `${service}.amazonaws.com` } },
  });
}
