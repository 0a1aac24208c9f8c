import type * as z from "zod";
import { regions } from "./account";
import { oneOf, part } from "./fields";
import {
  bakeTimeSeconds,
  databaseFields,
  domain,
  healthCheck,
  logs,
  privateNetwork,
  tasks,
} from "./parts";
import { rulesOn } from "./rule";
import { windowMinutes, windowsOverlap } from "./windows";

const windows = ["backupWindowUtc", "maintenanceWindowUtc"] as const;

const rule = rulesOn(part({ domain, healthCheck, retention: part({ logs }) }));
const databaseRule = rulesOn(part({ database: part(databaseFields) }));

/** Rules over several properties of those parts. */
export const partRules = [
  rule(
    "healthCheck.timeoutSeconds",
    { healthCheck: ["intervalSeconds", "timeoutSeconds"] },
    ({ healthCheck: { intervalSeconds, timeoutSeconds } }) =>
      timeoutSeconds >= intervalSeconds &&
      `AWS requires less than the interval: write at most ${intervalSeconds - 1}, or raise intervalSeconds`,
  ),

  rule(
    "retention.logs.days",
    { retention: ["logs"] },
    ({ retention: { logs } }) =>
      logs.days < 365 &&
      logs.underOneYearBecause === undefined &&
      "logs are kept for a year unless a reason is written: write at least 365, or add underOneYearBecause",
  ),

  rule(
    "retention.logs.underOneYearBecause",
    { retention: ["logs"] },
    ({ retention: { logs } }) =>
      logs.days >= 365 &&
      logs.underOneYearBecause !== undefined &&
      `logs are kept for ${logs.days} days, so there is nothing to give a reason for: leave it out`,
  ),

  rule("domain.dns.route53ZoneName", { domain: ["name", "dns"] }, ({ domain: { name, dns } }) => {
    const zone = dns.route53ZoneName;
    return (
      zone !== undefined &&
      name !== zone &&
      !name.endsWith(`.${zone}`) &&
      `Route 53 keeps only names of its own zone, and ${name} is not in ${zone}: write the zone that holds the domain`
    );
  }),
] as const;

/** Of a database. */
export const databaseRules = [
  ...windows.map((name) =>
    databaseRule(`database.${name}`, { database: windows }, ({ database }) => {
      const minutes = windowMinutes(database[name]);
      if (minutes >= 30) return false;
      return `it lasts ${minutes} minutes, and RDS refuses less than 30: write a longer window`;
    }),
  ),

  databaseRule(
    "database.maintenanceWindowUtc",
    { database: windows },
    ({ database: { backupWindowUtc, maintenanceWindowUtc } }) =>
      windowsOverlap(backupWindowUtc, maintenanceWindowUtc) &&
      `it overlaps the daily backup window ${backupWindowUtc}, which RDS refuses: write a window that begins after the backup ends`,
  ),

  // https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_PIOPS.Autoscaling.html
  databaseRule(
    "database.maximumStorageGibibytes",
    { database: ["storageGibibytes", "maximumStorageGibibytes"] },
    ({ database: { storageGibibytes: storage, maximumStorageGibibytes: maximum } }) => {
      const least = Math.ceil((storage * 11) / 10);
      if (maximum >= least) return false;
      return `RDS enlarges storage by 10 percent at the least, and there are ${storage} GiB to begin with: write at least ${least}, or lower storageGibibytes before the first deployment`;
    },
  ),

  databaseRule(
    "database.backups.retentionDays",
    { database: ["backups"] },
    ({ database: { backups } }) =>
      backups.retentionDays < 14 &&
      backups.underTwoWeeksBecause === undefined &&
      "backups are kept for two weeks unless a reason is written: write at least 14, or add underTwoWeeksBecause",
  ),

  databaseRule(
    "database.backups.underTwoWeeksBecause",
    { database: ["backups"] },
    ({ database: { backups } }) =>
      backups.retentionDays >= 14 &&
      backups.underTwoWeeksBecause !== undefined &&
      `backups are kept for ${backups.retentionDays} days, so there is nothing to give a reason for: leave it out`,
  ),
] as const;

/** Of a VPC of its own. */
export const zonesRule = rulesOn(
  part({
    region: oneOf(regions, "only these regions have a foundation (account.ts)"),
    network: privateNetwork,
  }),
)("network.zones", { region: true, network: true }, ({ region, network: { zones } }) => {
  const strangers = zones.filter((zone) => zone.slice(0, -1) !== region);
  if (strangers.length > 0) return `${strangers.join(", ")} is not in ${region}: write its zones`;
  return new Set(zones).size < zones.length && "a zone is listed twice: write each once";
});

/** A bake that ends before the load balancer has judged a target has seen nothing. */
export const bakeRule = rulesOn(part({ bakeTimeSeconds, healthCheck }))(
  "bakeTimeSeconds",
  { bakeTimeSeconds: true, healthCheck: ["intervalSeconds", "unhealthyThresholdCount"] },
  ({ bakeTimeSeconds, healthCheck: { intervalSeconds, unhealthyThresholdCount } }) => {
    const least = 2 * intervalSeconds * unhealthyThresholdCount;
    return (
      bakeTimeSeconds < least &&
      `the load balancer needs ${least / 2} s until it calls a target unhealthy: write at least twice as much, ${least}`
    );
  },
);

const limits = part({ minimumTasks: tasks("the least"), maximumTasks: tasks("the most") });

/** Of a service that scales, by the name of its part. */
export const scalingRule = (name: string) =>
  rulesOn(part({ [name]: limits }))(
    `${name}.minimumTasks`,
    { [name]: ["minimumTasks", "maximumTasks"] },
    (environment) => {
      const { minimumTasks, maximumTasks } = environment[name] as z.output<typeof limits>;
      return (
        minimumTasks > maximumTasks &&
        `it is more than maximumTasks (${maximumTasks}): write at most that, or raise maximumTasks`
      );
    },
  );
