import { describe, expect, it } from "vitest";
import { account } from "../../../../src/systems/configuration/account";
import { application } from "../../../../src/systems/test-app/application";
import { baseNameLimit, databaseNames, namesOf } from "../../../../src/systems/test-app/names";

const names = (id: string) => namesOf({ id, region: "us-east-1" });

describe("names", () => {
  it("are the documented ones", () => {
    expect(names("uat-us-east-1")).toMatchObject({
      base: `${application}-uat-us-east-1`,
      downloadSecret: `${application}/uat-us-east-1/autoupdater-download`,
      autoupdaterDocument: `${application}-uat-us-east-1-autoupdater`,
      autoupdaterFunction: `${application}-uat-us-east-1-autoupdater`,
      autoupdaterFunctionLogGroup: `/aws/lambda/${application}-uat-us-east-1-autoupdater`,
      parameterPrefix: `/${application}/uat-us-east-1`,
      // What AWS WAF takes begins so.
      webAclLogGroup: `aws-waf-logs-${application}-uat-us-east-1`,
      logBucket: `test-app-logs-${account.id}-us-east-1`,
      stateBucket: `test-app-terraform-state-${account.id}-us-east-1`,
      stateKey: "uat-us-east-1.tfstate",
    });
  });
});

describe("a database's names", () => {
  it("begin with the environment's, as RDS allows them", () => {
    expect(names("uat-us-east-1").database).toMatchObject({
      parameterGroup: `${application}-uat-us-east-1-mysql8-4`,
      parameters: { endpoint: `/${application}/uat-us-east-1/database/endpoint` },
    });
    expect(databaseNames(names("uat-us-east-1"), null)).toEqual({
      identifier: `${application}-uat-us-east-1`,
      finalSnapshot: `${application}-uat-us-east-1-final`,
      logGroups: {
        audit: `/aws/rds/instance/${application}-uat-us-east-1/audit`,
        error: `/aws/rds/instance/${application}-uat-us-east-1/error`,
        "iam-db-auth-error": `/aws/rds/instance/${application}-uat-us-east-1/iam-db-auth-error`,
        slowquery: `/aws/rds/instance/${application}-uat-us-east-1/slowquery`,
      },
    });
  });

  it("fit into RDS's 63 characters with the longest id and suffix that the configuration takes", () => {
    const longest = names("x".repeat(baseNameLimit - `${application}-`.length));
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
