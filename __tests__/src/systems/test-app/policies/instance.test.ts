import { describe, expect, it } from "vitest";
import { InstanceRole } from "../../../../../src/constructs/security/instance-role";
import { account } from "../../../../../src/systems/configuration/account";
import { application } from "../../../../../src/systems/test-app/application";
import { instancePolicies } from "../../../../../src/systems/test-app/policies/instance";
import { environment } from "../../../../support/environment";
import { type Configuration, synthesize } from "../../../../support/synthesized";

const { settings, names } = environment();
const secret = `arn:aws:secretsmanager:us-east-1:${account.id}:secret:x`;
const key = `arn:aws:kms:us-east-1:${account.id}:key/1`;
const targetGroup = `arn:aws:elasticloadbalancing:us-east-1:${account.id}:targetgroup/${application}/1`;
const stack = synthesize(
  (scope) =>
    new InstanceRole(scope, "role", {
      name: names.instanceRole,
      description: "Instances",
      policies: instancePolicies({
        region: settings.region,
        names,
        downloadSecretArn: secret,
        targetGroupArn: targetGroup,
        encryptionKeyArn: key,
        databaseResourceId: "db-ABC",
      }),
    }),
);
const statements: Configuration[] = stack
  .ofType("aws_iam_role_policy")
  .flatMap(({ policy }) => JSON.parse(policy).Statement);
/** The statements that allow an action. */
const allowing = (action: string) =>
  statements.filter((statement) => statement.Action.includes(action));

describe("the instances' role", () => {
  it("is EC2's to assume, and the profile's only role", () => {
    const role = stack.only("aws_iam_role");
    expect(JSON.parse(role.assume_role_policy).Statement).toEqual([
      { Effect: "Allow", Principal: { Service: "ec2.amazonaws.com" }, Action: "sts:AssumeRole" },
    ]);
    expect(stack.only("aws_iam_instance_profile")).toMatchObject({
      name: `${application}-production-us-east-1-instance`,
      role: expect.stringContaining("aws_iam_role."),
    });
  });

  it("reads this environment's download secret, and decrypts nothing else", () => {
    expect(allowing("secretsmanager:GetSecretValue").map(({ Resource }) => Resource)).toEqual([
      secret,
    ]);
    expect(allowing("kms:Decrypt")).toEqual([
      expect.objectContaining({
        Resource: key,
        Condition: {
          StringEquals: {
            "kms:ViaService": "secretsmanager.us-east-1.amazonaws.com",
            "kms:EncryptionContext:SecretARN": secret,
          },
        },
      }),
    ]);
  });

  it("leaves and joins its own target group, and no other", () => {
    const changing = ["DeregisterTargets", "RegisterTargets"];
    for (const action of changing)
      expect(allowing(`elasticloadbalancing:${action}`)).toEqual([
        expect.objectContaining({ Resource: targetGroup }),
      ]);
    expect(allowing("elasticloadbalancing:DescribeTargetHealth")).toHaveLength(1);
  });

  it.each(["ssm:GetParameter", "ssm:GetParameters", "ssm:GetParametersByPath"])(
    "may %s of this environment only",
    (action) => {
      expect(allowing(action).map(({ Resource }) => Resource)).toEqual([
        [
          `arn:aws:ssm:us-east-1:${account.id}:parameter/${application}/production-us-east-1`,
          `arn:aws:ssm:us-east-1:${account.id}:parameter/${application}/production-us-east-1/*`,
        ],
      ]);
    },
  );

  it("logs in to this environment's database, as the backoffice's user only", () => {
    expect(allowing("rds-db:connect").map(({ Resource }) => Resource)).toEqual([
      `arn:aws:rds-db:us-east-1:${account.id}:dbuser:db-ABC/backoffice`,
    ]);
  });

  it("writes this environment's log groups, and that of the region's sessions", () => {
    expect(allowing("logs:PutLogEvents").map(({ Resource }) => Resource)).toEqual([
      [
        `arn:aws:logs:us-east-1:${account.id}:log-group:/${application}/production-us-east-1/*`,
        `arn:aws:logs:us-east-1:${account.id}:log-group:test-app-sessions:*`,
      ],
    ]);
  });

  it("may create only the log group of commands, without which the SSM agent logs no command", () => {
    const logGroup = `arn:aws:logs:us-east-1:${account.id}:log-group:`;
    expect(allowing("logs:CreateLogGroup").map(({ Resource }) => Resource)).toEqual([
      `${logGroup}/${application}/production-us-east-1/autoupdater:*`,
    ]);
    expect(allowing("logs:DescribeLogGroups").map(({ Resource }) => Resource)).toEqual([
      `${logGroup}*`,
    ]);
  });

  it("writes metrics of its environment only", () => {
    expect(allowing("cloudwatch:PutMetricData").map(({ Condition }) => Condition)).toEqual([
      { StringEquals: { "cloudwatch:namespace": `${application}/production-us-east-1` } },
    ]);
  });

  it("lets the SSM agent report, and take commands and sessions", () => {
    const needed = [
      "ssm:UpdateInstanceInformation",
      "ssmmessages:CreateControlChannel",
      "ssmmessages:CreateDataChannel",
      "ssmmessages:OpenControlChannel",
      "ssmmessages:OpenDataChannel",
      "ec2messages:GetMessages",
      "ec2messages:SendReply",
    ];
    expect(needed.filter((action) => allowing(action).length !== 1)).toEqual([]);
    expect(allowing("ssm:UpdateInstanceInformation")[0]?.Resource).toBe(
      `arn:aws:ec2:us-east-1:${account.id}:instance/*`,
    );
  });
});
