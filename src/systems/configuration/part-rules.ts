import { part } from "./fields";
import { databaseFields, domain, healthCheck, logs } from "./parts";
import { rulesOn } from "./rule";
import { windowMinutes, windowsOverlap } from "./windows";

const windows = ["backupWindowUtc", "maintenanceWindowUtc"] as const;

const rule = rulesOn(
  part({ domain, healthCheck, database: part(databaseFields), retention: part({ logs }) }),
);

/** Rules over several properties of those parts. */
export const partRules = [
  ...windows.map((name) =>
    rule(`database.${name}`, { database: windows }, ({ database }) => {
      const minutes = windowMinutes(database[name]);
      if (minutes >= 30) return false;
      return `it lasts ${minutes} minutes, and RDS refuses less than 30: write a longer window`;
    }),
  ),

  rule(
    "database.maintenanceWindowUtc",
    { database: windows },
    ({ database: { backupWindowUtc, maintenanceWindowUtc } }) =>
      windowsOverlap(backupWindowUtc, maintenanceWindowUtc) &&
      `it overlaps the daily backup window ${backupWindowUtc}, which RDS refuses: write a window that begins after the backup ends`,
  ),

  // https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_PIOPS.Autoscaling.html
  rule(
    "database.maximumStorageGibibytes",
    { database: ["storageGibibytes", "maximumStorageGibibytes"] },
    ({ database: { storageGibibytes: storage, maximumStorageGibibytes: maximum } }) => {
      const least = Math.ceil((storage * 11) / 10);
      if (maximum >= least) return false;
      return `RDS enlarges storage by 10 percent at the least, and there are ${storage} GiB to begin with: write at least ${least}, or lower storageGibibytes before the first deployment`;
    },
  ),

  rule(
    "database.backups.retentionDays",
    { database: ["backups"] },
    ({ database: { backups } }) =>
      backups.retentionDays < 14 &&
      backups.underTwoWeeksBecause === undefined &&
      "backups are kept for two weeks unless a reason is written: write at least 14, or add underTwoWeeksBecause",
  ),

  rule(
    "database.backups.underTwoWeeksBecause",
    { database: ["backups"] },
    ({ database: { backups } }) =>
      backups.retentionDays >= 14 &&
      backups.underTwoWeeksBecause !== undefined &&
      `backups are kept for ${backups.retentionDays} days, so there is nothing to give a reason for: leave it out`,
  ),

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
