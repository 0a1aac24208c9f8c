import { describe, expect, it } from "vitest";
import { baseNameLimit, databaseNames, namesOf } from "../../../../src/systems/test-app/names";

const names = (id: string) => namesOf({ id, region: "us-east-1" });

describe("names", () => {
  it("are the documented ones", () => {
    expect(names("uat-us-east-1")).toMatchObject({
      base: "test-app-uat-us-east-1",
      downloadSecret: "test-app/uat-us-east-1/autoupdater-download",
      autoupdaterDocument: "test-app-uat-us-east-1-autoupdater",
      autoupdaterFunction: "test-app-uat-us-east-1-autoupdater",
      autoupdaterFunctionLogGroup: "/aws/lambda/test-app-uat-us-east-1-autoupdater",
      parameterPrefix: "/test-app/uat-us-east-1",
      logBucket: "test-app-logs-111122223333-us-east-1",
      stateBucket: "test-app-terraform-state-111122223333-us-east-1",
      stateKey: "uat-us-east-1.tfstate",
    });
  });
});

describe("a database's names", () => {
  it("begin with the environment's, as RDS allows them", () => {
    expect(names("uat-us-east-1").database).toMatchObject({
      parameterGroup: "test-app-uat-us-east-1-mysql8-4",
      parameters: { endpoint: "/test-app/uat-us-east-1/database/endpoint" },
    });
    expect(databaseNames(names("uat-us-east-1"), null)).toEqual({
      identifier: "test-app-uat-us-east-1",
      finalSnapshot: "test-app-uat-us-east-1-final",
      logGroups: {
        audit: "/aws/rds/instance/test-app-uat-us-east-1/audit",
        error: "/aws/rds/instance/test-app-uat-us-east-1/error",
        "iam-db-auth-error": "/aws/rds/instance/test-app-uat-us-east-1/iam-db-auth-error",
        slowquery: "/aws/rds/instance/test-app-uat-us-east-1/slowquery",
      },
    });
  });

  it("fit into RDS's 63 characters with the longest id and suffix that the configuration takes", () => {
    const longest = names("x".repeat(baseNameLimit - "test-app-".length));
    expect(longest.base).toHaveLength(baseNameLimit);
    expect(databaseNames(longest, "y".repeat(20)).identifier.length).toBeLessThanOrEqual(63);
  });

  it.each([null, "2"])("has log groups that the key is for, with the suffix %s", (suffix) => {
    const own = names("uat-us-east-1");
    for (const logGroup of Object.values(databaseNames(own, suffix).logGroups))
      expect(
        own.database.logGroupPrefixes.filter((prefix) => logGroup.startsWith(prefix)),
      ).toHaveLength(1);
  });
});
