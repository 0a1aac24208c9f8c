import { days, oneOf, part, protection, reason, text, wholeNumber } from "../configuration/fields";
import { backupWindowPattern, maintenanceWindowPattern } from "./windows";

/**
 * Instance classes that run MySQL 8.4 and Database Insights, which db.t4g.micro and db.t4g.small lack.
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_PerfInsights.Overview.Engines.html
 */
const classes = [
  "db.t4g.medium",
  "db.t4g.large",
  "db.m7g.large",
  "db.m7g.xlarge",
  "db.m7g.2xlarge",
  "db.r7g.large",
  "db.r7g.xlarge",
  "db.r7g.2xlarge",
] as const;

/** The database of the backoffice. */
export const database = part({
  instanceClass: oneOf(classes, "Database Insights needs a class from db.t4g.medium on"),
  /** A standby in another zone, which takes over by itself. */
  multiAz: protection,
  storageGibibytes: wholeNumber(20, 65536, "gibibytes", "RDS's bounds on gp3"),
  /** As far as RDS may enlarge the storage by itself; storage never shrinks. */
  maximumStorageGibibytes: wholeNumber(22, 65536, "gibibytes", "RDS's bounds on gp3"),
  /** How far back the database can be restored to any second. Under two weeks needs a reason (rules.ts). */
  backups: part({
    retentionDays: days(7, 35, "a week at the least, and RDS keeps 35 at the most"),
    underTwoWeeksBecause: reason.optional(),
  }),
  /** RDS refuses to delete the database while this is on. */
  deletionProtection: protection,
  /** Standard keeps a week of Database Insights; advanced keeps 15 months, and costs. */
  insights: oneOf(["standard", "advanced"], "Database Insights has two modes"),
  /**
   * What stands behind the database's identifier: null, or, after a restore to a point in time, what
   * the restored database was given. docs/restore.md has the commands.
   */
  identifierSuffix: text(
    /^(?=.{1,20}$)[a-z0-9]+(-[a-z0-9]+)*$/,
    "null, or up to 20 lower-case letters, digits and single hyphens, such as 2",
  ).nullable(),
  /** RDS's daily backup window in UTC. */
  backupWindowUtc: text(backupWindowPattern, "a daily window such as 03:00-04:00"),
  /** RDS's weekly maintenance window in UTC. */
  maintenanceWindowUtc: text(
    maintenanceWindowPattern,
    "a weekly window such as sun:05:00-sun:06:00",
  ),
});
