import { describe, expect, it } from "vitest";
import { EncryptionKey } from "../../../../../src/constructs/security/encryption-key";
import { account } from "../../../../../src/systems/configuration/account";
import { application } from "../../../../../src/systems/test-app/application";
import { keyUsers } from "../../../../../src/systems/test-app/policies/key-users";
import { environment } from "../../../../support/environment";
import { type Configuration, synthesize } from "../../../../support/synthesized";

const { names } = environment();
const keyWith = (preventDestroy: boolean) =>
  synthesize(
    (scope) =>
      new EncryptionKey(scope, "key", {
        alias: "a-key",
        description: "Encrypts",
        account: account.id,
        users: keyUsers("us-east-1", names),
        deletionWindowDays: 30,
        preventDestroy,
      }),
  );
const stack = keyWith(true);
const key = stack.only("aws_kms_key");
const statements: Configuration[] = JSON.parse(key.policy).Statement;
const statement = (sid: string) => statements.find(({ Sid }) => Sid === sid);
const autoScalingRole = `arn:aws:iam::${account.id}:role/aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling`;

describe("the encryption key", () => {
  it("rotates, waits before it is deleted, and can't be destroyed by mistake", () => {
    expect(key).toMatchObject({
      enable_key_rotation: true,
      deletion_window_in_days: 30,
      lifecycle: { prevent_destroy: true },
    });
    expect(stack.only("aws_kms_alias").name).toBe("alias/a-key");
  });

  it("can be destroyed where its protection is given up", () => {
    const unprotected = keyWith(false);
    expect(unprotected.only("aws_kms_key").lifecycle.prevent_destroy).toBe(false);
  });

  it("lets Auto Scaling's own role use it and grant it to volumes, without which every launch fails", () => {
    expect(statement("AutoScalingUsesKey")).toMatchObject({
      Effect: "Allow",
      Principal: { AWS: autoScalingRole },
      Action: [
        "kms:Encrypt",
        "kms:Decrypt",
        "kms:ReEncrypt*",
        "kms:GenerateDataKey*",
        "kms:DescribeKey",
      ],
    });
    expect(statement("AutoScalingGrantsVolumes")).toMatchObject({
      Effect: "Allow",
      Principal: { AWS: autoScalingRole },
      Action: ["kms:CreateGrant"],
      Condition: { Bool: { "kms:GrantIsForAWSResource": "true" } },
    });
  });

  it("lets CloudWatch Logs use it for this environment's log groups only", () => {
    expect(statement("CloudWatchLogsUsesKey")).toMatchObject({
      Principal: { Service: "logs.us-east-1.amazonaws.com" },
      Action: [
        "kms:Encrypt",
        "kms:Decrypt",
        "kms:ReEncrypt*",
        "kms:GenerateDataKey*",
        "kms:DescribeKey",
      ],
      Condition: {
        ArnLike: {
          "kms:EncryptionContext:aws:logs:arn": [
            `arn:aws:logs:us-east-1:${account.id}:log-group:/${application}/production-us-east-1/*`,
            `arn:aws:logs:us-east-1:${account.id}:log-group:aws-waf-logs-${application}-production-us-east-1`,
            `arn:aws:logs:us-east-1:${account.id}:log-group:/aws/lambda/${application}-production-us-east-1-autoupdater`,
            `arn:aws:logs:us-east-1:${account.id}:log-group:/aws/lambda/${application}-production-us-east-1-database-user`,
            `arn:aws:logs:us-east-1:${account.id}:log-group:/aws/rds/instance/${application}-production-us-east-1/*`,
            `arn:aws:logs:us-east-1:${account.id}:log-group:/aws/rds/instance/${application}-production-us-east-1-*`,
          ],
        },
      },
    });
  });

  it("lets this environment's alarms and EventBridge send to the encrypted topic", () => {
    const publish = ["kms:Decrypt", "kms:GenerateDataKey*"];
    expect(statement("AlarmsUseKey")).toMatchObject({
      Principal: { Service: "cloudwatch.amazonaws.com" },
      Action: publish,
      Condition: {
        ArnLike: {
          "aws:SourceArn": `arn:aws:cloudwatch:us-east-1:${account.id}:alarm:${application}-production-us-east-1-*`,
        },
      },
    });
    const events = statement("EventsUseKey");
    expect(events).toMatchObject({
      Principal: { Service: "events.amazonaws.com" },
      Action: publish,
    });
    expect(events).not.toHaveProperty("Condition"); // EventBridge would fail it
  });

  it("lets IAM grant its use for the functions' variables, through Lambda or by what they are", () => {
    expect(statement("LambdaUsesKeyForItsCallers")).toMatchObject({
      Principal: { AWS: `arn:aws:iam::${account.id}:root` },
      Action: ["kms:Encrypt", "kms:Decrypt", "kms:CreateGrant"],
      Condition: { StringEquals: { "kms:ViaService": "lambda.us-east-1.amazonaws.com" } },
    });
    expect(statement("FunctionsDecryptTheirVariables")).toMatchObject({
      Principal: { AWS: `arn:aws:iam::${account.id}:root` },
      Action: ["kms:Decrypt"],
      Condition: {
        StringEquals: {
          "kms:EncryptionContext:aws:lambda:FunctionArn": [
            `arn:aws:lambda:us-east-1:${account.id}:function:${application}-production-us-east-1-autoupdater`,
            `arn:aws:lambda:us-east-1:${account.id}:function:${application}-production-us-east-1-database-user`,
          ],
        },
      },
    });
  });

  it("lets IAM grant its use for the database, which lives on RDS's grants, through RDS only", () => {
    expect(statement("RdsUsesKeyForItsCallers")).toMatchObject({
      Principal: { AWS: `arn:aws:iam::${account.id}:root` },
      Action: ["kms:CreateGrant", "kms:Decrypt", "kms:GenerateDataKey"],
      Condition: { StringEquals: { "kms:ViaService": "rds.us-east-1.amazonaws.com" } },
    });
  });

  it("lets IAM grant its use for images of instances through EC2 only", () => {
    expect(statement("Ec2UsesKeyForItsCallers")).toMatchObject({
      Principal: { AWS: `arn:aws:iam::${account.id}:root` },
      Action: [
        "kms:CreateGrant",
        "kms:Decrypt",
        "kms:GenerateDataKeyWithoutPlaintext",
        "kms:ReEncrypt*",
      ],
      Condition: { StringEquals: { "kms:ViaService": "ec2.us-east-1.amazonaws.com" } },
    });
  });

  it("lets IAM grant its use for secrets through Secrets Manager only", () => {
    expect(statement("SecretsManagerUsesKeyForItsCallers")).toMatchObject({
      Principal: { AWS: `arn:aws:iam::${account.id}:root` },
      Action: ["kms:Decrypt", "kms:GenerateDataKey"],
      Condition: { StringEquals: { "kms:ViaService": "secretsmanager.us-east-1.amazonaws.com" } },
    });
  });

  it("lets IAM grant RDS the key of the master user's secret through Secrets Manager, and nobody but AWS", () => {
    expect(statement("SecretsManagerGrantsKeyToAwsForItsCallers")).toMatchObject({
      Principal: { AWS: `arn:aws:iam::${account.id}:root` },
      Action: ["kms:CreateGrant"],
      Condition: {
        StringEquals: { "kms:ViaService": "secretsmanager.us-east-1.amazonaws.com" },
        Bool: { "kms:GrantIsForAWSResource": "true" },
      },
    });
  });

  it("lets the account administer it, but not use it", () => {
    const actions: string[] = statement("AccountAdministersKey")?.Action;
    expect(actions).toContain("kms:PutKeyPolicy"); // else KMS refuses the policy as a lockout
    expect(
      actions.filter((action) =>
        /Encrypt|Decrypt|GenerateDataKey|CreateGrant|\*:|:\*$/.test(action),
      ),
    ).toEqual([]);
  });

  it("says nothing else", () => {
    expect(statements).toHaveLength(12);
  });
});
