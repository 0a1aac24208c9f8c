import { oneOf, part, text } from "../configuration/fields";
import { databaseFields } from "../configuration/parts";

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
  ...databaseFields,
  /**
   * What stands behind the database's identifier: null, or, after a restore to a point in time, what
   * the restored database was given. docs/restore.md has the commands.
   */
  identifierSuffix: text(
    /^(?=.{1,20}$)[a-z0-9]+(-[a-z0-9]+)*$/,
    "null, or up to 20 lower-case letters, digits and single hyphens, such as 2",
  ).nullable(),
});
