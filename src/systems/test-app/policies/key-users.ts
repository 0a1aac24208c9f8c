import { arnOfFunction } from "../../../constructs/compute/function-policy";
import type { PolicyStatement } from "../../../constructs/security/policy-document";
import { account } from "../../configuration/account";
import type { Names } from "../names";

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
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html
 * https://docs.aws.amazon.com/secretsmanager/latest/userguide/security-encryption.html
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Overview.Encryption.Keys.html
 * https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars-encryption.html
 */
export function keyUsers(region: string, names: Names): PolicyStatement[] {
  return [
    ...autoScaling,
    secretsManager(region),
    rds(region),
    images(region),
    ...lambda(region, names),
    logs(region, names),
  ];
}

/** Without both of these every launch with an encrypted volume fails with Client.InternalError. */
const autoScaling: readonly PolicyStatement[] = [
  {
    Sid: "AutoScalingUsesKey",
    Effect: "Allow",
    Principal: { AWS: autoScalingServiceRole },
    Action: [
      "kms:Encrypt",
      "kms:Decrypt",
      "kms:ReEncrypt*",
      "kms:GenerateDataKey*",
      "kms:DescribeKey",
    ],
    Resource: "*",
  },
  {
    Sid: "AutoScalingGrantsVolumes",
    Effect: "Allow",
    Principal: { AWS: autoScalingServiceRole },
    Action: ["kms:CreateGrant"],
    Resource: "*",
    Condition: { Bool: { "kms:GrantIsForAWSResource": "true" } },
  },
];

/** Whom an IAM policy lets use the key may do so through Secrets Manager, and only through it. */
function secretsManager(region: string): PolicyStatement {
  return {
    Sid: "SecretsManagerUsesKeyForItsCallers",
    Effect: "Allow",
    Principal: { AWS: accountRoot },
    Action: ["kms:Decrypt", "kms:GenerateDataKey"],
    Resource: "*",
    Condition: { StringEquals: { "kms:ViaService": `secretsmanager.${region}.amazonaws.com` } },
  };
}

/**
 * Whoever makes, changes or restores the database has RDS grant itself the key for storage, insights and
 * the master user's secret, and whoever looks at Database Insights has them decrypted. After that RDS
 * uses its grants.
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_PerfInsights.access-control.cmk-policy.html
 */
function rds(region: string): PolicyStatement {
  return {
    Sid: "RdsUsesKeyForItsCallers",
    Effect: "Allow",
    Principal: { AWS: accountRoot },
    Action: ["kms:CreateGrant", "kms:Decrypt", "kms:GenerateDataKey"],
    Resource: "*",
    Condition: { StringEquals: { "kms:ViaService": `rds.${region}.amazonaws.com` } },
  };
}

/**
 * Whoever makes an image of an instance, which is the way back from a release, has EC2 copy and grant what its
 * encrypted volume needs.
 * https://docs.aws.amazon.com/ebs/latest/userguide/ebs-encryption-requirements.html
 */
function images(region: string): PolicyStatement {
  return {
    Sid: "Ec2UsesKeyForItsCallers",
    Effect: "Allow",
    Principal: { AWS: accountRoot },
    Action: [
      "kms:CreateGrant",
      "kms:Decrypt",
      "kms:GenerateDataKeyWithoutPlaintext",
      "kms:ReEncrypt*",
    ],
    Resource: "*",
    Condition: { StringEquals: { "kms:ViaService": `ec2.${region}.amazonaws.com` } },
  };
}

/**
 * Whoever deploys a function has its variables encrypted and a grant made for its role, and whoever
 * looks at it has them decrypted, all by Lambda. Decrypting by a function's role itself is limited by
 * what is decrypted, because it isn't documented that it counts as a request through Lambda.
 */
function lambda(region: string, names: Names): PolicyStatement[] {
  return [
    {
      Sid: "LambdaUsesKeyForItsCallers",
      Effect: "Allow",
      Principal: { AWS: accountRoot },
      Action: ["kms:Encrypt", "kms:Decrypt", "kms:CreateGrant"],
      Resource: "*",
      Condition: { StringEquals: { "kms:ViaService": `lambda.${region}.amazonaws.com` } },
    },
    {
      Sid: "FunctionsDecryptTheirVariables",
      Effect: "Allow",
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
    },
  ];
}

function logs(region: string, names: Names): PolicyStatement {
  return {
    Sid: "CloudWatchLogsUsesKey",
    Effect: "Allow",
    Principal: { Service: `logs.${region}.amazonaws.com` },
    Action: [
      "kms:Encrypt",
      "kms:Decrypt",
      "kms:ReEncrypt*",
      "kms:GenerateDataKey*",
      "kms:DescribeKey",
    ],
    Resource: "*",
    Condition: {
      ArnLike: {
        "kms:EncryptionContext:aws:logs:arn": [
          `${names.logGroupPrefix}/*`,
          names.autoupdaterFunctionLogGroup,
          names.database.userFunctionLogGroup,
          ...names.database.logGroupPrefixes.map((prefix) => `${prefix}*`),
        ].map((group) => `arn:aws:logs:${region}:${account.id}:log-group:${group}`),
      },
    },
  };
}
