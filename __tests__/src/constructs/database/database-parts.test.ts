import { describe, expect, it } from "vitest";
import { DatabaseMonitoringRole } from "../../../../src/constructs/database/database-monitoring-role";
import { DatabaseOptionGroup } from "../../../../src/constructs/database/database-option-group";
import { DatabaseParameterGroup } from "../../../../src/constructs/database/database-parameter-group";
import { synthesize } from "../../../support/synthesized";

describe("the database's parameter group", () => {
  const group = synthesize(
    (scope) =>
      new DatabaseParameterGroup(scope, "group", {
        name: "a-database-mysql8-4",
        description: "A database",
        engine: "mysql",
        family: "mysql8.4",
      }),
  ).only("aws_db_parameter_group");

  it("asks for TLS, and logs slow queries to a file, each with its apply method", () => {
    const applyMethod = "immediate";
    expect(group.parameter).toEqual([
      { name: "log_output", value: "FILE", apply_method: applyMethod },
      { name: "long_query_time", value: "1", apply_method: applyMethod },
      { name: "require_secure_transport", value: "1", apply_method: applyMethod },
      { name: "slow_query_log", value: "1", apply_method: applyMethod },
    ]);
  });

  it("of PostgreSQL logs slow queries, structure and who comes and goes", () => {
    const { parameter } = synthesize(
      (scope) =>
        new DatabaseParameterGroup(scope, "group", {
          name: "a-database-postgres17",
          description: "A database",
          engine: "postgres",
          family: "postgres17",
        }),
    ).only("aws_db_parameter_group");
    const values = parameter.map(({ name, value }: Record<string, string>) => [name, value]);
    expect(Object.fromEntries(values)).toEqual({
      log_connections: "1",
      log_disconnections: "1",
      log_min_duration_statement: "1000",
      log_statement: "ddl",
    });
  });

  it("is replaced without a gap, under another name, when the family changes", () => {
    expect(group).toMatchObject({
      name: "a-database-mysql8-4",
      family: "mysql8.4",
      lifecycle: { create_before_destroy: true },
    });
  });
});

describe("the database's option group", () => {
  const group = synthesize(
    (scope) =>
      new DatabaseOptionGroup(scope, "group", {
        name: "a-database-mysql8-4",
        description: "A database",
        engine: { name: "mysql", majorVersion: "8.4" },
      }),
  ).only("aws_db_option_group");

  it("audits who logs in and who changes structure or rights", () => {
    expect(group.option).toEqual([
      {
        option_name: "MARIADB_AUDIT_PLUGIN",
        option_settings: [{ name: "SERVER_AUDIT_EVENTS", value: "CONNECT,QUERY_DDL,QUERY_DCL" }],
      },
    ]);
  });

  it("stays with the snapshots that were made with it", () => {
    expect(group).toMatchObject({
      name: "a-database-mysql8-4",
      engine_name: "mysql",
      major_engine_version: "8.4",
      skip_destroy: true,
      lifecycle: { create_before_destroy: true },
    });
  });
});

describe("the database's monitoring role", () => {
  const stack = synthesize(
    (scope) =>
      new DatabaseMonitoringRole(scope, "role", {
        name: "a-database-monitoring",
        description: "Monitoring",
        account: "111122223333",
        region: "us-east-1",
        identifier: "a-database",
      }),
  );

  it("is Enhanced Monitoring's to assume, for this database only", () => {
    const [statement, ...others] = JSON.parse(
      stack.only("aws_iam_role").assume_role_policy,
    ).Statement;
    expect(others).toEqual([]);
    expect(statement).toEqual({
      Effect: "Allow",
      Principal: { Service: "monitoring.rds.amazonaws.com" },
      Action: "sts:AssumeRole",
      Condition: {
        StringEquals: {
          "aws:SourceArn": "arn:aws:rds:us-east-1:111122223333:db:a-database",
        },
      },
    });
  });

  it("writes the log group of Enhanced Monitoring, and nothing else", () => {
    const { Statement: statements } = JSON.parse(stack.only("aws_iam_role_policy").policy);
    const resources = statements.flatMap(({ Resource }: { Resource: string[] }) => Resource);
    for (const resource of resources)
      expect(resource).toMatch(/^arn:aws:logs:us-east-1:111122223333:log-group:RDSOSMetrics(:|$)/);
    const actions = statements.flatMap(({ Action }: { Action: string[] }) => Action);
    expect(actions).toEqual([
      "logs:CreateLogGroup",
      "logs:PutRetentionPolicy",
      "logs:CreateLogStream",
      "logs:PutLogEvents",
      "logs:DescribeLogStreams",
      "logs:GetLogEvents",
    ]);
  });
});
