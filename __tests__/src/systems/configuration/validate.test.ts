import { describe, expect, it } from "vitest";
import {
  ConfigurationError,
  validateEnvironments,
} from "../../../../src/systems/configuration/validate";
import type { EnvironmentDefinition } from "../../../../src/systems/test-app/environment";
import { definition } from "../../../support/environment";

function errorOf(changes: object, id = "production-us-east-1"): string {
  return errorOfAll({ [id]: definition(changes) });
}

function errorOfAll(definitions: Record<string, EnvironmentDefinition>): string {
  try {
    validateEnvironments(definitions);
  } catch (error) {
    if (error instanceof ConfigurationError) return error.message;
    throw error;
  }
  return "no error";
}

const reason = "a reason of more than twenty characters";

describe("an environment's single properties", () => {
  it.each([
    [
      { region: "us-east-2" },
      "region\n  is 'us-east-2'",
      "write one of us-east-1, us-west-2, eu-west-1",
    ],
    [{ stage: "prod" }, "stage\n  is 'prod'", "write one of uat, production"],
    [{ maximumInstances: 7 }, "maximumInstances\n  is 7", "write a whole number from 3 to 6"],
    [{ minimumInstances: 2 }, "minimumInstances\n  is 2", "the client allows 3 to 6 instances"],
    [{ cpuTargetPercent: 67 }, "cpuTargetPercent\n  is 67", "loss of one zone"],
    [{ cpuTargetPercent: "50" }, "cpuTargetPercent\n  is '50'", "write a whole number of percent"],
    [{ cpuTargetPercent: undefined }, "cpuTargetPercent\n  is missing", "from 10 to 66"],
    [{ domainName: "https://x.example.com" }, "domainName", "a domain name in lower case"],
    [{ dns: {} }, "dns\n  is {}", "{ route53ZoneName } or { noRecordBecause }"],
    [{ dns: { noRecordBecause: "no" } }, "dns", "noRecordBecause"],
    [{ tlsPolicy: "ELBSecurityPolicy-2016-08" }, "tlsPolicy", "TLS 1.2 and 1.3 only"],
    [{ desyncMitigationMode: "monitor" }, "desyncMitigationMode", "lets desync attacks pass"],
    [{ loadBalancerDeletionProtection: "off" }, "is 'off'", "offBecause"],
    [
      { loadBalancerDeletionProtection: { offBecause: "" } },
      "offBecause",
      "at least 20 characters",
    ],
    [{ destructionProtection: false }, "is false", "offBecause"],
    [
      { loadBalancing: { algorithm: "least_outstanding_requests", slowStartSeconds: 60 } },
      "loadBalancing",
      "AWS refuses a slow start with the latter",
    ],
    [
      { instanceTypes: ["c5n.xlarge", "t3.micro"] },
      "instanceTypes.1\n  is 't3.micro'",
      "known baseline bandwidth",
    ],
    [{ instanceTypes: ["c5n.xlarge"] }, "instanceTypes", "at least two types"],
    [{ instanceTypes: ["c5n.xlarge", "c5n.xlarge"] }, "instanceTypes", "listed twice"],
    [{ machineImage: { owner: "self", name: "app-*" } }, "machineImage", "exact name"],
    [{ healthCheckPath: "health" }, "is 'health'", "begins with /"],
    [{ healthCheckMatcher: "ok" }, "is 'ok'", "200-299"],
    [{ updaterSha256: "ABC" }, "is 'ABC'", "64 hexadecimal digits in lower case, or null"],
    [
      { logRetention: { days: 31 } },
      "logRetention.days\n  is 31",
      "CloudWatch Logs keeps logs for certain periods only",
    ],
    [
      { logRetention: { days: 30, underOneYearBecause: reason }, extra: 1 },
      "extra\n  is 1",
      "no such property",
    ],
    [
      { logRetention: { days: 90, underOneYearBecause: "no" } },
      "underOneYearBecause",
      "at least 20 characters",
    ],
    [{ dns: { route53ZoneName: "..-a" } }, "dns.route53ZoneName", "a domain name in lower case"],
    [{ healthCheckPath: "/${aws_lb.x}" }, "healthCheckPath", "Terraform would read"],
    [
      { machineImage: { owner: "", name: "a" } },
      "machineImage.owner",
      "an account id of 12 digits",
    ],
    [
      { machineImage: { owner: "self", id: "ami-0123456789ab" } },
      "machineImage.id",
      "an image id such as",
    ],
    [
      { machineImage: { owner: "self", name: "a-${b" } },
      "machineImage.name",
      "Terraform would read",
    ],
    [{ healthCheckMatcher: "200-201-202" }, "healthCheckMatcher", "200-299"],
    [{ instanceTypes: "c5n.large" }, "instanceTypes", "c6in.xlarge"],
    [
      { applicationRestartSeconds: Number.NaN },
      "applicationRestartSeconds\n  is NaN",
      "from 0 to 600",
    ],
    [{ networkTargetPercentOfBaseline: 67 }, "networkTargetPercentOfBaseline", "from 10 to 66"],
    [
      { healthCheckIntervalSeconds: 1e300 },
      "healthCheckIntervalSeconds\n  is 1e+300",
      "from 5 to 300",
    ],
    [{ tlsPolicy: "ELBSecurityPolicy-TLS13-1-0-2021-06" }, "tlsPolicy", "TLS 1.2 and 1.3 only"],
    [{ encryptionKeyDeletionWindowDays: 6 }, "is 6", "from 7 to 30"],
    [{ rolloutMaxConcurrency: 0 }, "rolloutMaxConcurrency\n  is 0", "from 1 to 5"],
    [{ rolloutMaxErrors: "0" }, "rolloutMaxErrors\n  is '0'", "from 0 to 5"],
    [{ rolloutDeliveryTimeoutSeconds: 29 }, "is 29", "from 30 to 3600"],
    [{ bakeTimeSeconds: 59 }, "bakeTimeSeconds\n  is 59", "from 60 to 86400"],
    [{ databaseClass: "db.t4g.micro" }, "is 'db.t4g.micro'", "Database Insights needs a class"],
    [{ databaseClass: "db.t4g.small" }, "is 'db.t4g.small'", "db.t4g.medium"],
    [{ databaseMultiAz: false }, "databaseMultiAz\n  is false", "offBecause"],
    [{ databaseDeletionProtection: undefined }, "is missing", "offBecause"],
    [{ databaseStorageGibibytes: 19 }, "is 19", "from 20 to 65536"],
    [{ databaseBackups: { retentionDays: 6 } }, "retentionDays\n  is 6", "from 7 to 35"],
    [{ databaseInsights: "off" }, "is 'off'", "standard, advanced"],
    [{ databaseIdentifierSuffix: "-2" }, "is '-2'", "null, or up to 20 lower-case letters"],
    [{ databaseIdentifierSuffix: "x".repeat(21) }, "databaseIdentifierSuffix", "up to 20"],
    [{ databaseIdentifierSuffix: undefined }, "is missing", "null, or up to 20"],
    [{ databaseBackupWindowUtc: "3:00-4:00" }, "is '3:00-4:00'", "03:00-04:00"],
    [{ databaseMaintenanceWindowUtc: "sunday" }, "is 'sunday'", "sun:05:00-sun:06:00"],
  ])("%j is refused with value, reason and remedy", (changes, place, remedy) => {
    const message = errorOf(changes);
    expect(message).toContain("production-us-east-1: ");
    expect(message).toContain(place);
    expect(message).toContain(remedy);
    expect(message).toContain("1 mistake, so nothing was written");
  });

  it("gives up a protection, and keeps logs for less than a year, with a reason", () => {
    const checked = validateEnvironments({
      "production-us-east-1": definition({
        loadBalancerDeletionProtection: { offBecause: reason },
        logRetention: { days: 30, underOneYearBecause: reason },
      }),
    });
    expect(checked["production-us-east-1"]).toMatchObject({
      id: "production-us-east-1",
      loadBalancerDeletionProtection: { offBecause: reason },
    });
  });
});

describe("rules over several properties", () => {
  const floating = {
    owner: "self",
    newestNamed: "app-*",
    floatsBecause: "each build is tried at once",
  };
  it.each([
    [{ minimumInstances: 5, maximumInstances: 4 }, "minimumInstances\n  is 5", "write at most 4"],
    [{ instanceTypes: ["c5n.large", "c7gn.large"] }, "instanceTypes", "leave out c7gn.large"],
    [
      {
        databaseBackupWindowUtc: "03:00-04:00",
        databaseMaintenanceWindowUtc: "sun:03:30-sun:04:30",
      },
      "databaseMaintenanceWindowUtc",
      "overlaps the daily backup window 03:00-04:00",
    ],
    [{ databaseBackupWindowUtc: "03:00-03:20" }, "databaseBackupWindowUtc", "lasts 20 minutes"],
    [
      { databaseStorageGibibytes: 101, databaseMaximumStorageGibibytes: 111 },
      "databaseMaximumStorageGibibytes\n  is 111",
      "write at least 112",
    ],
    [
      { databaseBackups: { retentionDays: 13 } },
      "databaseBackups.retentionDays\n  is 13",
      "write at least 14, or add underTwoWeeksBecause",
    ],
    [
      { databaseBackups: { retentionDays: 14, underTwoWeeksBecause: reason } },
      "databaseBackups.underTwoWeeksBecause",
      "nothing to give a reason for",
    ],
    [{ healthCheckTimeoutSeconds: 15 }, "healthCheckTimeoutSeconds\n  is 15", "write at most 14"],
    [{ bakeTimeSeconds: 179 }, "bakeTimeSeconds\n  is 179", "15 s × 6 = 90 s"],
    [{ unhealthyThresholdCount: 5 }, "unhealthyThresholdCount\n  is 5", "15 s × (5 - 1) = 60 s"],
    [
      { healthCheckGracePeriodSeconds: 869 },
      "healthCheckGracePeriodSeconds\n  is 869",
      "write at least 870",
    ],
    [
      { rolloutMaxConcurrency: 2, rolloutMaxErrors: 1 },
      "rolloutMaxConcurrency\n  is 2",
      "a bad release can break 3 instances before it is stopped",
    ],
    [{ logRetention: { days: 90 } }, "logRetention.days\n  is 90", "add underOneYearBecause"],
    [
      { machineImage: floating },
      "machineImage.newestNamed",
      "production's image must not move by itself",
    ],
    [
      { dns: { route53ZoneName: "other.example.org" } },
      "dns.route53ZoneName",
      "is not in other.example.org",
    ],
    [
      { logRetention: { days: 400, underOneYearBecause: reason } },
      "logRetention.underOneYearBecause",
      "nothing to give a reason for",
    ],
    [
      { databaseMaintenanceWindowUtc: "sun:12:00-sun:12:29" },
      "databaseMaintenanceWindowUtc",
      "lasts 29 minutes",
    ],
    [{ region: "us-west-2" }, "region", "the environment's id names us-east-1"],
    [{ stage: "uat" }, "stage", "the environment's id names production"],
  ])("%j is refused with value, reason and remedy", (changes, place, remedy) => {
    const message = errorOf(changes);
    expect(message).toContain(place);
    expect(message).toContain(remedy);
    expect(message).toContain("1 mistake");
  });

  it.each([
    { minimumInstances: 4, maximumInstances: 4 },
    { databaseStorageGibibytes: 100, databaseMaximumStorageGibibytes: 110 },
    { databaseBackups: { retentionDays: 7, underTwoWeeksBecause: reason } },
    { databaseIdentifierSuffix: "restored-2" },
    { healthCheckGracePeriodSeconds: 870 },
    { bakeTimeSeconds: 180 },
    { databaseMaintenanceWindowUtc: "sun:12:00-sun:12:30" },
    { dns: { route53ZoneName: "test-app.example.com" } },
    { dns: { route53ZoneName: "us-east-1.test-app.example.com" } },
    { machineImage: { owner: "self", id: "ami-01234567" } },
    { healthCheckMatcher: "200-299,301" },
  ])("accepts %j", (changes) => {
    expect(errorOf(changes)).toBe("no error");
  });

  it("refuses an id that is the foundation's", () => {
    expect(errorOf({}, "foundation-us-east-1")).toContain("both would write one state");
  });

  it("refuses an id whose names AWS would refuse", () => {
    const message = errorOf({}, "production-us-east-1-blue");
    expect(message).toContain(
      "test-app-production-us-east-1-blue, which is 34 characters, and AWS allows 32",
    );
    expect(message).toContain("shorten the environment's id by 2");
  });

  it.each(["Uat", "uat_1", "-uat", "uat--1", "1uat"])("refuses the id %s", (id) => {
    expect(errorOf({ stage: "uat" }, id)).toContain(
      "lower-case letters, digits and single hyphens",
    );
  });

  it("lets UAT's image float", () => {
    expect(errorOf({ stage: "uat", machineImage: floating }, "uat-us-east-1")).toBe("no error");
  });
});

describe("an environment that is none", () => {
  it.each([[null], ["text"], [[]], [7]])(
    "%j is refused, and nothing else is said of it",
    (environment) => {
      const message = errorOfAll({
        "uat-us-east-1": environment as unknown as EnvironmentDefinition,
      });
      expect(message).toContain("uat-us-east-1: (the environment)");
      expect(message).toContain("it must be an object with every property of an environment");
      expect(message).toContain("1 mistake");
    },
  );
});

describe("several environments", () => {
  it("can't have one domain", () => {
    const message = errorOfAll({
      "production-us-east-1": definition(),
      "production-b": definition(),
    });
    expect(message).toContain(
      "production-b: domainName\n  is 'us-east-1.test-app.example.com'\n  production-us-east-1 has the same domain",
    );
  });
});

describe("several mistakes", () => {
  it("are all shown at once: of every environment, of single properties and of rules", () => {
    const message = errorOfAll({
      "uat-us-east-1": definition({
        stage: "uat",
        cpuTargetPercent: 90,
        minimumInstances: 6,
        maximumInstances: 5,
      }),
      "production-eu-west-1": definition({
        region: "eu-west-1",
        domainName: "eu.example.com",
        applicationPort: 0,
      }),
    });
    expect(message).toContain("3 mistakes");
    expect(message).toContain("uat-us-east-1: cpuTargetPercent");
    expect(message).toContain("uat-us-east-1: minimumInstances");
    expect(message).toContain("production-eu-west-1: applicationPort");
  });
});
