import { describe, expect, it } from "vitest";
import { LambdaFunction } from "../../../../src/constructs/compute/lambda-function";
import { account } from "../../../../src/systems/configuration/account";
import { application } from "../../../../src/systems/test-app/application";
import { updaterFunction } from "../../../../src/systems/test-app/functions/functions";
import { environment } from "../../../support/environment";
import { synthesize } from "../../../support/synthesized";

const code = { file: __filename, sha256: Buffer.from("some code") };
const encryptionKeyArn = `arn:aws:kms:us-east-1:${account.id}:key/1`;
const { settings, names } = environment({
  retention: { logs: { days: 731 } },
  rollout: { maxConcurrency: 4 },
});
const stack = synthesize((scope) => {
  const documentArn = `arn:aws:ssm:us-east-1:${account.id}:document/x`;
  const own = updaterFunction(settings, names, {
    documentArn,
    encryptionKeyArn,
    launchTemplateArn: `arn:aws:ec2:us-east-1:${account.id}:launch-template/lt-own`,
  });
  new LambdaFunction(scope, "function", { ...own, encryptionKeyArn, code });
});

describe("the updater function", () => {
  it("has the document's name, and tells in the console what to press", () => {
    const { function_name: name, description } = stack.only("aws_lambda_function");
    expect(name).toBe(`${application}-production-us-east-1-autoupdater`);
    for (const event of ["{}", '{"dryRun": true}', '{"commandId": "..."}', '{"rollback": "why"}'])
      expect(description).toContain(event);
  });

  it("runs its own code on arm64 for 15 minutes at the most", () => {
    expect(stack.only("aws_lambda_function")).toMatchObject({
      filename: expect.stringMatching(/^assets\/.*\/736f6d6520636f6465\/[\w.-]+$/),
      source_code_hash: code.sha256.toString("base64"),
      handler: "index.handler",
      runtime: "nodejs24.x",
      architectures: ["arm64"],
      timeout: 900,
      memory_size: 256,
    });
  });

  it("is told what its environment has decided, by variables that the environment's key encrypts", () => {
    expect(stack.only("aws_lambda_function")).toMatchObject({
      environment: {
        variables: {
          ENVIRONMENT_ID: "production-us-east-1",
          FLEET_MINIMUM_INSTANCES: "3",
          ROLLOUT_MAX_CONCURRENCY: "4",
          ROLLOUT_MAX_ERRORS: "0",
          ROLLOUT_DELIVERY_TIMEOUT_SECONDS: "600",
        },
      },
      kms_key_arn: encryptionKeyArn,
    });
  });

  it("runs alone, is traced, and isn't started again or late by Lambda", () => {
    expect(stack.only("aws_lambda_function")).toMatchObject({
      reserved_concurrent_executions: 1,
      tracing_config: { mode: "Active" },
    });
    expect(stack.only("aws_lambda_function_event_invoke_config")).toMatchObject({
      maximum_retry_attempts: 0,
      maximum_event_age_in_seconds: 60,
    });
  });

  it("logs to a group of its own, encrypted and kept as long as the environment says", () => {
    expect(stack.only("aws_cloudwatch_log_group")).toMatchObject({
      name: `/aws/lambda/${application}-production-us-east-1-autoupdater`,
      retention_in_days: 731,
      kms_key_id: encryptionKeyArn,
    });
    expect(stack.only("aws_lambda_function").logging_config).toMatchObject({
      log_format: "JSON",
      log_group: expect.stringContaining("aws_cloudwatch_log_group."),
    });
  });

  it("decrypts its own variables, and writes its own log", () => {
    const statements: any[] = JSON.parse(stack.only("aws_iam_role_policy").policy).Statement;
    const allowing = (action: string) => statements.filter(({ Action }) => Action.includes(action));
    // The other one copies encrypted volumes, through EC2.
    expect(allowing("kms:Decrypt").map(({ Condition }) => Condition)).toEqual([
      { StringEquals: { "kms:ViaService": "ec2.us-east-1.amazonaws.com" } },
      {
        StringEquals: {
          "kms:EncryptionContext:aws:lambda:FunctionArn": `arn:aws:lambda:us-east-1:${account.id}:function:${application}-production-us-east-1-autoupdater`,
        },
      },
    ]);
    expect(allowing("logs:PutLogEvents").map(({ Resource }) => Resource)).toEqual([
      `arn:aws:logs:us-east-1:${account.id}:log-group:/aws/lambda/${application}-production-us-east-1-autoupdater:*`,
    ]);
    expect(allowing("logs:CreateLogGroup")).toEqual([]);
    expect(allowing("ec2:CreateNetworkInterface")).toEqual([]);
  });

  it("has a role that only Lambda can take", () => {
    const { assume_role_policy: trust } = stack.only("aws_iam_role");
    expect(JSON.parse(trust).Statement).toEqual([
      { Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" },
    ]);
  });
});
