import { describe, expect, it } from "vitest";
import { LambdaFunction } from "../../../../src/constructs/compute/lambda-function";
import { account } from "../../../../src/systems/configuration/account";
import { application } from "../../../../src/systems/test-app/application";
import { databaseUserFunction } from "../../../../src/systems/test-app/functions/functions";
import { environment } from "../../../support/environment";
import { synthesize } from "../../../support/synthesized";

const name = `${application}-production-us-east-1-database-user`;
const code = { file: __filename, sha256: Buffer.from("some code") };
const encryptionKeyArn = `arn:aws:kms:us-east-1:${account.id}:key/1`;
const { settings, names } = environment({ retention: { logs: { days: 731 } } });

function withSchema(schema: string) {
  return synthesize((scope) => {
    const changed = { ...names, database: { ...names.database, schema } };
    new LambdaFunction(scope, "function", {
      ...databaseUserFunction(settings, changed, "database.example.com"),
      encryptionKeyArn,
      network: {
        vpcId: "vpc-1",
        subnetIds: ["subnet-1", "subnet-2"],
        database: { securityGroupId: "sg-database", port: 3306 },
        descriptions: { out: "MySQL", in: "MySQL" },
      },
      code,
    });
  });
}

const stack = withSchema("metrics");
const statements: any[] = JSON.parse(stack.only("aws_iam_role_policy").policy).Statement;
const allowing = (action: string) =>
  statements.filter(({ Effect, Action }) => Effect === "Allow" && Action.includes(action));

describe("the function that makes the database's user", () => {
  it("is told where the database is and which user to make, and no credentials", () => {
    expect(stack.only("aws_lambda_function")).toMatchObject({
      function_name: name,
      environment: {
        variables: {
          DATABASE_HOST: "database.example.com",
          DATABASE_PORT: "3306",
          DATABASE_NAME: "metrics",
          DATABASE_USER: "backoffice",
        },
      },
      kms_key_arn: encryptionKeyArn,
    });
    expect(Object.keys(stack.only("aws_lambda_function").environment.variables)).toHaveLength(4);
  });

  it("refuses at synth a schema that a grant would read as a pattern", () => {
    expect(() => withSchema("back_office")).toThrow('"back_office" is no name for a database');
  });

  it("says in the console how it is called, within Lambda's 256 characters", () => {
    const { description } = stack.only("aws_lambda_function");
    expect(description).toContain("testapp database-user production-us-east-1");
    expect(description.length).toBeLessThanOrEqual(256);
  });

  it("runs its own code alone, for a minute at the most, and is traced", () => {
    expect(stack.only("aws_lambda_function")).toMatchObject({
      source_code_hash: code.sha256.toString("base64"),
      handler: "index.handler",
      runtime: "nodejs24.x",
      architectures: ["arm64"],
      timeout: 60,
      reserved_concurrent_executions: 1,
      tracing_config: { mode: "Active" },
    });
  });

  it("isn't started again or late with credentials that Lambda has kept", () => {
    expect(stack.only("aws_lambda_function_event_invoke_config")).toMatchObject({
      maximum_retry_attempts: 0,
      maximum_event_age_in_seconds: 60,
    });
  });

  it("logs to a group of its own, encrypted and kept as long as the environment says", () => {
    expect(stack.only("aws_cloudwatch_log_group")).toMatchObject({
      name: `/aws/lambda/${name}`,
      retention_in_days: 731,
      kms_key_id: encryptionKeyArn,
    });
    expect(stack.only("aws_lambda_function").logging_config).toMatchObject({
      log_group: expect.stringContaining("aws_cloudwatch_log_group."),
      system_log_level: "INFO",
    });
  });
});

describe("its network", () => {
  const own = "${aws_security_group.function_access_group";

  it("is the VPC, with a security group of its own", () => {
    expect(stack.only("aws_lambda_function").vpc_config).toEqual({
      subnet_ids: ["subnet-1", "subnet-2"],
      security_group_ids: [expect.stringContaining(own)],
    });
    expect(stack.only("aws_security_group")).toMatchObject({ name, vpc_id: "vpc-1" });
  });

  it("leads to the database on MySQL's port and nowhere else, and from nowhere to it", () => {
    const mysql = { ip_protocol: "tcp", from_port: 3306, to_port: 3306 };
    expect(stack.only("aws_vpc_security_group_egress_rule")).toMatchObject({
      ...mysql,
      security_group_id: expect.stringContaining(own),
      referenced_security_group_id: "sg-database",
    });
    expect(stack.only("aws_vpc_security_group_ingress_rule")).toMatchObject({
      ...mysql,
      security_group_id: "sg-database",
      referenced_security_group_id: expect.stringContaining(own),
    });
  });

  it("is there before the function", () => {
    expect(stack.only("aws_lambda_function").depends_on).toEqual([
      expect.stringContaining("aws_iam_role_policy."),
      expect.stringContaining("aws_vpc_security_group_egress_rule."),
      expect.stringContaining("aws_vpc_security_group_ingress_rule."),
    ]);
  });
});

describe("its role", () => {
  it("lets Lambda connect it to the network, and its own code not", () => {
    expect(allowing("ec2:CreateNetworkInterface").map(({ Resource }) => Resource)).toEqual([
      `arn:aws:ec2:us-east-1:${account.id}:*/*`,
    ]);
    const [denied] = statements.filter(({ Effect }) => Effect === "Deny");
    expect(denied.Condition).toEqual({
      ArnEquals: {
        "lambda:SourceFunctionArn": `arn:aws:lambda:us-east-1:${account.id}:function:${name}`,
      },
    });
    const allowed = statements
      .filter(({ Effect }) => Effect === "Allow")
      .flatMap(({ Action }) => Action)
      .filter((action) => action.startsWith("ec2:"));
    expect([...denied.Action].sort()).toEqual(allowed.sort());
  });

  it("reads no secret and no database, and writes its own log", () => {
    const actions = statements.flatMap(({ Action }) => Action);
    expect(actions.filter((action) => !/^(ec2|logs|kms|xray):/.test(action))).toEqual([]);
    expect(allowing("logs:PutLogEvents").map(({ Resource }) => Resource)).toEqual([
      `arn:aws:logs:us-east-1:${account.id}:log-group:/aws/lambda/${name}:*`,
    ]);
  });

  it("can be taken by Lambda alone", () => {
    const [statement] = JSON.parse(stack.only("aws_iam_role").assume_role_policy).Statement;
    expect(statement.Principal).toEqual({ Service: "lambda.amazonaws.com" });
  });
});
