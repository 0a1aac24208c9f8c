import { describe, expect, it } from "vitest";
import type { EnvironmentDefinition } from "../../../../src/systems/test-app/environment";
import { validateEnvironments } from "../../../../src/systems/test-app/validate";
import { definition } from "../../../support/environment";
import { errorOf, errorOfAll, reason } from "./mistakes";

describe("an environment's single properties", () => {
  it.each([
    [
      { region: "us-east-2" },
      "region\n  is 'us-east-2'",
      "write one of us-east-1, us-west-2, eu-west-1",
    ],
    [{ stage: "prod" }, "stage\n  is 'prod'", "write one of uat, staging, production"],
    [
      { fleet: { maximumInstances: 7 } },
      "fleet.maximumInstances\n  is 7",
      "write a whole number from 3 to 6",
    ],
    [
      { fleet: { minimumInstances: 2 } },
      "fleet.minimumInstances\n  is 2",
      "the client allows 3 to 6 instances (the limit stands in src/systems/test-app/fleet.ts)",
    ],
    [{ fleet: { cpuTargetPercent: 67 } }, "fleet.cpuTargetPercent\n  is 67", "loss of one zone"],
    [
      { fleet: { cpuTargetPercent: "50" } },
      "fleet.cpuTargetPercent\n  is '50'",
      "write a whole number of percent",
    ],
    [
      { fleet: { cpuTargetPercent: undefined } },
      "fleet.cpuTargetPercent\n  is missing",
      "from 10 to 66",
    ],
    [{ domain: { name: "https://x.example.com" } }, "domain.name", "a domain name in lower case"],
    [{ domain: { dns: {} } }, "domain.dns\n  is {}", "{ route53ZoneName } or { noRecordBecause }"],
    [{ domain: { dns: { noRecordBecause: "no" } } }, "domain.dns", "noRecordBecause"],
    [
      { loadBalancer: { tlsPolicy: "ELBSecurityPolicy-2016-08" } },
      "loadBalancer.tlsPolicy",
      "TLS 1.2 and 1.3 only",
    ],
    [
      { loadBalancer: { desyncMitigationMode: "monitor" } },
      "loadBalancer.desyncMitigationMode",
      "lets desync attacks pass",
    ],
    [{ loadBalancer: { deletionProtection: "off" } }, "is 'off'", "offBecause"],
    [
      { loadBalancer: { deletionProtection: { offBecause: "" } } },
      "offBecause",
      "at least 20 characters",
    ],
    [{ webAcl: { commonRules: "count" } }, "webAcl.commonRules\n  is 'count'", "countBecause"],
    [
      {
        webAcl: {
          rateLimit: {
            requestsPerAddressInFiveMinutes: 5,
            because: "x".repeat(20),
            action: "block",
          },
        },
      },
      "webAcl.rateLimit.requestsPerAddressInFiveMinutes",
      "from 10 to 2000000000",
    ],
    [{ retention: { destructionProtection: false } }, "is false", "offBecause"],
    [
      {
        targetGroup: {
          loadBalancing: { algorithm: "least_outstanding_requests", slowStartSeconds: 60 },
        },
      },
      "targetGroup.loadBalancing",
      "AWS refuses a slow start with the latter",
    ],
    [
      { fleet: { instanceTypes: ["c5n.xlarge", "t3.micro"] } },
      "fleet.instanceTypes.1\n  is 't3.micro'",
      "known baseline bandwidth",
    ],
    [{ fleet: { instanceTypes: ["c5n.xlarge"] } }, "fleet.instanceTypes", "at least two types"],
    [
      { fleet: { instanceTypes: ["c5n.xlarge", "c5n.xlarge"] } },
      "fleet.instanceTypes",
      "listed twice",
    ],
    [
      { fleet: { machineImage: { owner: "self", name: "app-*" } } },
      "fleet.machineImage",
      "exact name",
    ],
    [{ healthCheck: { path: "health" } }, "is 'health'", "begins with /"],
    [{ healthCheck: { matcher: "ok" } }, "is 'ok'", "200-299"],
    [{ updater: { sha256: "ABC" } }, "is 'ABC'", "64 hexadecimal digits in lower case, or null"],
    [
      { retention: { logs: { days: 31 } } },
      "retention.logs.days\n  is 31",
      "CloudWatch Logs keeps logs for certain periods only",
    ],
    [
      { retention: { logs: { days: 30, underOneYearBecause: reason } }, extra: 1 },
      "extra\n  is 1",
      "no such property",
    ],
    [
      { fleet: { minimumInstancs: 3 } },
      "fleet.minimumInstancs\n  is 3",
      "no such property: write one of instanceTypes, machineImage, ",
    ],
    [
      { fleet: undefined },
      "fleet\n  is missing",
      "it must be an object with all of instanceTypes, machineImage, ",
    ],
    [
      { retention: { logs: { days: 90, underOneYearBecause: "no" } } },
      "underOneYearBecause",
      "at least 20 characters",
    ],
    [
      { domain: { dns: { route53ZoneName: "..-a" } } },
      "domain.dns.route53ZoneName",
      "a domain name in lower case",
    ],
    [{ healthCheck: { path: "/${aws_lb.x}" } }, "healthCheck.path", "Terraform would read"],
    [
      { fleet: { machineImage: { owner: "", name: "a" } } },
      "fleet.machineImage.owner",
      "an account id of 12 digits",
    ],
    [
      { fleet: { machineImage: { owner: "self", id: "ami-0123456789ab" } } },
      "fleet.machineImage.id",
      "an image id such as",
    ],
    [
      { fleet: { machineImage: { owner: "self", name: "a-${b" } } },
      "fleet.machineImage.name",
      "Terraform would read",
    ],
    [{ healthCheck: { matcher: "200-201-202" } }, "healthCheck.matcher", "200-299"],
    [{ fleet: { instanceTypes: "c5n.large" } }, "fleet.instanceTypes", "c6in.xlarge"],
    [
      { application: { restartSeconds: Number.NaN } },
      "application.restartSeconds\n  is NaN",
      "from 0 to 600",
    ],
    [
      { fleet: { networkTargetPercentOfBaseline: 67 } },
      "fleet.networkTargetPercentOfBaseline",
      "from 10 to 66",
    ],
    [
      { healthCheck: { intervalSeconds: 1e300 } },
      "healthCheck.intervalSeconds\n  is 1e+300",
      "from 5 to 300",
    ],
    [
      { loadBalancer: { tlsPolicy: "ELBSecurityPolicy-TLS13-1-0-2021-06" } },
      "loadBalancer.tlsPolicy",
      "TLS 1.2 and 1.3 only",
    ],
    [{ retention: { encryptionKeyDeletionWindowDays: 6 } }, "is 6", "from 7 to 30"],
    [{ rollout: { maxConcurrency: 0 } }, "rollout.maxConcurrency\n  is 0", "from 1 to 5"],
    [{ rollout: { maxErrors: "0" } }, "rollout.maxErrors\n  is '0'", "from 0 to 5"],
    [{ rollout: { deliveryTimeoutSeconds: 29 } }, "is 29", "from 30 to 3600"],
    [{ rollout: { bakeTimeSeconds: 59 } }, "rollout.bakeTimeSeconds\n  is 59", "from 60 to 86400"],
    [
      { database: { instanceClass: "db.t4g.micro" } },
      "is 'db.t4g.micro'",
      "Database Insights needs a class",
    ],
    [{ database: { instanceClass: "db.t4g.small" } }, "is 'db.t4g.small'", "db.t4g.medium"],
    [{ database: { multiAz: false } }, "database.multiAz\n  is false", "offBecause"],
    [{ database: { deletionProtection: undefined } }, "is missing", "offBecause"],
    [{ database: { storageGibibytes: 19 } }, "is 19", "from 20 to 65536"],
    [{ database: { backups: { retentionDays: 6 } } }, "retentionDays\n  is 6", "from 7 to 35"],
    [
      { database: { backupCopies: undefined } },
      "database.backupCopies\n  is missing",
      "offBecause",
    ],
    [
      { database: { backupCopies: { offBecause: "later" } } },
      "is 'later'",
      "at least 20 characters",
    ],
    [{ database: { insights: "off" } }, "is 'off'", "standard, advanced"],
    [{ database: { identifierSuffix: "-2" } }, "is '-2'", "null, or up to 20 lower-case letters"],
    [{ database: { identifierSuffix: "x".repeat(21) } }, "database.identifierSuffix", "up to 20"],
    [{ database: { identifierSuffix: undefined } }, "is missing", "null, or up to 20"],
    [{ database: { backupWindowUtc: "3:00-4:00" } }, "is '3:00-4:00'", "03:00-04:00"],
    [{ database: { maintenanceWindowUtc: "sunday" } }, "is 'sunday'", "sun:05:00-sun:06:00"],
  ])("%j is refused with value, reason and remedy", (changes, place, remedy) => {
    const message = errorOf(changes);
    expect(message).toContain("production-us-east-1: ");
    expect(message).toContain(place);
    expect(message).toContain(remedy);
    expect(message).toContain("1 mistake, so nothing was written");
  });

  it.each([
    [{ database: { backups: 14 } }, "database.backups\n  is 14", "retentionDays"],
    [{ retention: { logs: undefined } }, "retention.logs\n  is missing", "days"],
  ])(
    "%j is refused with what must be there, and not with what may be",
    (changes, place, needed) => {
      const mistake = `production-us-east-1: ${place}\n  it must be an object with all of ${needed}`;
      expect(errorOf(changes).split("\n\n").slice(1)).toEqual([mistake]);
    },
  );

  it("gives up a protection, and keeps logs for less than a year, with a reason", () => {
    const checked = validateEnvironments({
      "production-us-east-1": definition({
        loadBalancer: { deletionProtection: { offBecause: reason } },
        retention: { logs: { days: 30, underOneYearBecause: reason } },
      }),
    });
    expect(checked["production-us-east-1"]).toMatchObject({
      id: "production-us-east-1",
      loadBalancer: { deletionProtection: { offBecause: reason } },
    });
  });
});

describe("an environment that is none", () => {
  it.each([[null], ["text"], [[]], [7]])(
    "%j is refused, and nothing else is said of it",
    (environment) => {
      const message = errorOfAll({
        "uat-us-east-1": environment as unknown as EnvironmentDefinition,
      });
      expect(message).toContain("uat-us-east-1: (all of it)");
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
      `production-b: domain.name\n  is '${definition().domain.name}'\n  production-us-east-1 has the same domain`,
    );
  });
});

describe("several mistakes", () => {
  it("are all shown at once: of every environment, of single properties and of rules", () => {
    const message = errorOfAll({
      "uat-us-east-1": definition({
        stage: "uat",
        fleet: { cpuTargetPercent: 90, minimumInstances: 6, maximumInstances: 5 },
      }),
      "production-eu-west-1": definition({
        region: "eu-west-1",
        domain: { name: "eu.example.com" },
        application: { port: 0 },
      }),
    });
    expect(message).toContain("3 mistakes");
    expect(message).toContain("uat-us-east-1: fleet.cpuTargetPercent");
    expect(message).toContain("uat-us-east-1: fleet.minimumInstances");
    expect(message).toContain("production-eu-west-1: application.port");
  });
});
