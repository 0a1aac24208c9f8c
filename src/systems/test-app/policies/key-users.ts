import { arnOfFunction } from "../../../constructs/compute/function-policy";
import { publishersUseKey } from "../../../constructs/monitoring/alert-topic";
import { logsUseKey } from "../../../constructs/security/encryption-key";
import {
  autoScalingUsesKey,
  rdsUsesKey,
  secretsManagerUsesKey,
  throughService,
} from "../../../constructs/security/key-users";
import { allow, type PolicyStatement } from "../../../constructs/security/policy-document";
import { account } from "../../configuration/account";
import type { Names } from "../names";
import { alertPublishers } from "./alert-publishers";

const accountRoot = `arn:aws:iam::${account.id}:root`;

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
  const place = { account: account.id, region };
  return [
    ...autoScalingUsesKey(place),
    ...secretsManagerUsesKey(place),
    rdsUsesKey(place),
    // Whoever makes an image of an instance, which is the way back from a release, has EC2 copy and grant what
    // its encrypted volume needs.
    // https://docs.aws.amazon.com/ebs/latest/userguide/ebs-encryption-requirements.html
    throughService(account.id, `ec2.${region}`, "Ec2UsesKeyForItsCallers", [
      "kms:CreateGrant",
      "kms:Decrypt",
      "kms:GenerateDataKeyWithoutPlaintext",
      "kms:ReEncrypt*",
    ]),
    // Whoever deploys a function has its variables encrypted and a grant made for its role, and whoever looks
    // at it has them decrypted, all by Lambda. Decrypting by a function's role itself is limited by what is
    // decrypted, because it isn't documented that it counts as a request through Lambda.
    throughService(account.id, `lambda.${region}`, "LambdaUsesKeyForItsCallers", [
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
