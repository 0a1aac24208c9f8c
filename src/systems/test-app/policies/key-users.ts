import { arnOfFunction } from "../../../constructs/compute/function-policy";
import { publishersUseKey } from "../../../constructs/monitoring/alert-topic";
import { logsUseKey, use } from "../../../constructs/security/encryption-key";
import { allow, type PolicyStatement } from "../../../constructs/security/policy-document";
import { account } from "../../configuration/account";
import type { Names } from "../names";
import { alertPublishers } from "./alert-publishers";

const accountRoot = `arn:aws:iam::${account.id}:root`;
const autoScalingServiceRole = `arn:aws:iam::${account.id}:role/aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling`;

/**
 * Who may use an environment's key, for volumes, the database, secrets, logs and the functions' variables:
 * exactly those services that need it. An IAM policy can grant its use through Secrets Manager, RDS, EC2 and
 * Lambda only.
 *
 * Auto Scaling's service-linked role must exist in the account: KMS refuses a policy that names a
 * role which doesn't.
 *
 * https://docs.aws.amazon.com/autoscaling/ec2/userguide/key-policy-requirements-EBS-encryption.html
 * https://docs.aws.amazon.com/secretsmanager/latest/userguide/security-encryption.html
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Overview.Encryption.Keys.html
 * https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars-encryption.html
 */
export function keyUsers(region: string, names: Names): PolicyStatement[] {
  return [
    ...autoScaling,
    throughService(`secretsmanager.${region}`, "SecretsManagerUsesKeyForItsCallers", [
      "kms:Decrypt",
      "kms:GenerateDataKey",
    ]),
    // Whoever makes, changes or restores the database has RDS keep a grant on the key for the secret, and no one else.
    // https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-secrets-manager.html#rds-secrets-manager-permissions
    allow("SecretsManagerGrantsKeyToAwsForItsCallers", {
      Principal: { AWS: accountRoot },
      Action: ["kms:CreateGrant"],
      Resource: "*",
      Condition: {
        StringEquals: { "kms:ViaService": `secretsmanager.${region}.amazonaws.com` },
        Bool: { "kms:GrantIsForAWSResource": "true" },
      },
    }),
    // Whoever makes, changes or restores the database has RDS grant itself the key for storage, insights and
    // the master user's secret, and whoever looks at Database Insights has them decrypted. After that RDS
    // uses its grants.
    // https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_PerfInsights.access-control.cmk-policy.html
    throughService(`rds.${region}`, "RdsUsesKeyForItsCallers", [
      "kms:CreateGrant",
      "kms:Decrypt",
      "kms:GenerateDataKey",
    ]),
    // Whoever makes an image of an instance, which is the way back from a release, has EC2 copy and grant what
    // its encrypted volume needs.
    // https://docs.aws.amazon.com/ebs/latest/userguide/ebs-encryption-requirements.html
    throughService(`ec2.${region}`, "Ec2UsesKeyForItsCallers", [
      "kms:CreateGrant",
      "kms:Decrypt",
      "kms:GenerateDataKeyWithoutPlaintext",
      "kms:ReEncrypt*",
    ]),
    // Whoever deploys a function has its variables encrypted and a grant made for its role, and whoever looks
    // at it has them decrypted, all by Lambda. Decrypting by a function's role itself is limited by what is
    // decrypted, because it isn't documented that it counts as a request through Lambda.
    throughService(`lambda.${region}`, "LambdaUsesKeyForItsCallers", [
      "kms:Encrypt",
      "kms:Decrypt",
      "kms:CreateGrant",
    ]),
    allow("FunctionsDecryptTheirVariables", {
      Principal: { AWS: accountRoot },
      Action: ["kms:Decrypt"],
      Resource: "*",
      Condition: {
        StringEquals: {
          "kms:EncryptionContext:aws:lambda:FunctionArn": [
            names.autoupdaterFunction,
            names.database.userFunction,
          ].map((name) => arnOfFunction(account.id, region, name)),
        },
      },
    }),
    ...publishersUseKey(alertPublishers(region, names)),
    logsUseKey(region, account.id, [
      `${names.logGroupPrefix}/*`,
      names.webAclLogGroup,
      names.autoupdaterFunctionLogGroup,
      names.database.userFunctionLogGroup,
      ...names.database.logGroupPrefixes.map((prefix) => `${prefix}*`),
    ]),
  ];
}

/** Without both of these every launch with an encrypted volume fails with Client.InternalError. */
const autoScaling = [
  allow("AutoScalingUsesKey", {
    Principal: { AWS: autoScalingServiceRole },
    Action: use,
    Resource: "*",
  }),
  allow("AutoScalingGrantsVolumes", {
    Principal: { AWS: autoScalingServiceRole },
    Action: ["kms:CreateGrant"],
    Resource: "*",
    Condition: { Bool: { "kms:GrantIsForAWSResource": "true" } },
  }),
];

/** Whom an IAM policy lets use the key may do so through the service, and only through it. */
function throughService(service: string, sid: string, actions: string[]): PolicyStatement {
  return allow(sid, {
    Principal: { AWS: accountRoot },
    Action: actions,
    Resource: "*",
    Condition: { StringEquals: { "kms:ViaService": `${service}.amazonaws.com` } },
  });
}
