import { describe, expect, it } from "vitest";
import { standIns } from "../../../../src/systems/configuration/stand-ins";
import { application } from "../../../../src/systems/test-app/application";
import { errorOf, reason } from "./mistakes";

describe("rules over several properties", () => {
  const floating = {
    owner: "self",
    newestNamed: "app-*",
    floatsBecause: "each build is tried at once",
  };
  it.each([
    [
      { fleet: { minimumInstances: 5, maximumInstances: 4 } },
      "fleet.minimumInstances\n  is 5",
      "write at most 4",
    ],
    [
      { fleet: { instanceTypes: ["c5n.large", "c7gn.large"] } },
      "fleet.instanceTypes",
      "leave out c7gn.large",
    ],
    [
      { database: { backupWindowUtc: "03:00-04:00", maintenanceWindowUtc: "sun:03:30-sun:04:30" } },
      "database.maintenanceWindowUtc",
      "overlaps the daily backup window 03:00-04:00",
    ],
    [
      { database: { backupWindowUtc: "03:00-03:20" } },
      "database.backupWindowUtc",
      "lasts 20 minutes",
    ],
    [
      { database: { storageGibibytes: 101, maximumStorageGibibytes: 111 } },
      "database.maximumStorageGibibytes\n  is 111",
      "write at least 112",
    ],
    [
      { database: { backups: { retentionDays: 13 } } },
      "database.backups.retentionDays\n  is 13",
      "write at least 14, or add underTwoWeeksBecause",
    ],
    [
      { database: { backups: { retentionDays: 14, underTwoWeeksBecause: reason } } },
      "database.backups.underTwoWeeksBecause",
      "nothing to give a reason for",
    ],
    [
      { healthCheck: { timeoutSeconds: 15 } },
      "healthCheck.timeoutSeconds\n  is 15",
      "write at most 14",
    ],
    [{ rollout: { bakeTimeSeconds: 179 } }, "rollout.bakeTimeSeconds\n  is 179", "15 s × 6 = 90 s"],
    [
      { healthCheck: { unhealthyThresholdCount: 5 } },
      "healthCheck.unhealthyThresholdCount\n  is 5",
      "15 s × (5 - 1) = 60 s",
    ],
    [
      { fleet: { healthCheckGracePeriodSeconds: 887 } },
      "fleet.healthCheckGracePeriodSeconds\n  is 887",
      "write at least 888",
    ],
    [
      { rollout: { maxConcurrency: 1, maxErrors: 2 } },
      "rollout.maxErrors\n  is 2",
      "a bad release can break 3 instances before it is stopped",
    ],
    [
      { rollout: { maxConcurrency: 2 } },
      "rollout.maxConcurrency\n  is 2",
      "1 of fleet.minimumInstances (3) would serve, and at least 2 must: write 1",
    ],
    [
      { rollout: { maxConcurrency: 2 }, fleet: { minimumInstances: 5 } },
      "rollout.maxConcurrency\n  is 2",
      "3 of fleet.minimumInstances (5) would serve, and at least 4 must: write 1",
    ],
    [
      { targetGroup: { deregistrationDelaySeconds: 59 } },
      "targetGroup.deregistrationDelaySeconds\n  is 59",
      "write at least 60, or lower idleTimeoutSeconds",
    ],
    [
      { targetGroup: { deregistrationDelaySeconds: 600 } },
      "targetGroup.deregistrationDelaySeconds\n  is 600",
      "more than the 7200 s for which a rollout is watched",
    ],
    [
      { retention: { logs: { days: 90 } } },
      "retention.logs.days\n  is 90",
      "add underOneYearBecause",
    ],
    [
      { fleet: { machineImage: floating } },
      "fleet.machineImage.newestNamed",
      "production's image must not move by itself",
    ],
    [
      { domain: { dns: { route53ZoneName: "other.example.org" } } },
      "domain.dns.route53ZoneName",
      "is not in other.example.org",
    ],
    [
      { retention: { logs: { days: 400, underOneYearBecause: reason } } },
      "retention.logs.underOneYearBecause",
      "nothing to give a reason for",
    ],
    [
      { database: { maintenanceWindowUtc: "sun:12:00-sun:12:29" } },
      "database.maintenanceWindowUtc",
      "lasts 29 minutes",
    ],
    [
      { fleet: { instanceTypes: ["c6gn.large", "c7gn.large"] } },
      "fleet.machineImage",
      "its name says x86_64, and c6gn.large is arm64: write an image or instance types of the other",
    ],
    [{ region: "us-west-2" }, "id", "ends with its region: write production-us-west-2"],
    [
      { stage: "staging" },
      "id",
      "begins with its stage and ends with its region: write staging-us",
    ],
    [{ rollout: { approval: { offBecause: reason } } }, "rollout.approval", 'write "on"'],
  ])("%j is refused with value, reason and remedy", (changes, place, remedy) => {
    const message = errorOf(changes);
    expect(message).toContain(place);
    expect(message).toContain(remedy);
    expect(message).toContain("1 mistake");
  });

  it.each([
    { fleet: { minimumInstances: 4, maximumInstances: 4 } },
    { database: { storageGibibytes: 100, maximumStorageGibibytes: 110 } },
    { database: { backups: { retentionDays: 7, underTwoWeeksBecause: reason } } },
    { database: { identifierSuffix: "restored-2" } },
    { fleet: { healthCheckGracePeriodSeconds: 888 } },
    { rollout: { bakeTimeSeconds: 180 } },
    { database: { maintenanceWindowUtc: "sun:12:00-sun:12:30" } },
    { domain: { dns: { route53ZoneName: standIns.domain } } },
    { domain: { dns: { route53ZoneName: `us-east-1.${standIns.domain}` } } },
    { fleet: { machineImage: { owner: "self", id: "ami-01234567" } } },
    {
      fleet: {
        instanceTypes: ["c6gn.large", "c7gn.large"],
        machineImage: { owner: "self", name: "test-app-arm64" },
      },
    },
    { healthCheck: { matcher: "200-299,301" } },
  ])("accepts %j", (changes) => {
    expect(errorOf(changes)).toBe("no error");
  });

  it("refuses an id that is the foundation's", () => {
    expect(errorOf({}, "foundation-us-east-1")).toContain("both would write one state");
  });

  it("refuses an id whose names AWS would refuse", () => {
    const name = `${application}-production-twenty-letters-and-ten-us-east-1`;
    const message = errorOf({}, name.replace(`${application}-`, ""));
    expect(message).toContain(
      `${name}, which is ${name.length} characters, and AWS leaves room for 42`,
    );
    expect(message).toContain(`shorten the environment's id by ${name.length - 42}`);
  });

  it.each(["Uat", "uat_1", "-uat", "uat--1", "1uat"])("refuses the id %s", (id) => {
    expect(errorOf({ stage: "uat" }, id)).toContain(
      "lower-case letters, digits and single hyphens",
    );
  });

  it("lets UAT's image float", () => {
    expect(errorOf({ stage: "uat", fleet: { machineImage: floating } }, "uat-us-east-1")).toBe(
      "no error",
    );
  });
});
