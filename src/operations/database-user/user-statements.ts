import { checkedDatabaseName } from "../../estate/deployment";

/** A user and the schema that is its own. */
export interface DatabaseUser {
  readonly database: string;
  readonly user: string;
}

/**
 * How the user proves who it is: with a token that IAM signs for 15 minutes, so that it has no password
 * which could leak, be kept or have to be rotated.
 *
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/UsingWithRDS.IAMDBAuth.DBAccounts.html
 */
export const iamIdentity = "IDENTIFIED WITH AWSAuthenticationPlugin AS 'RDS'";

/**
 * All that the user may do, in its own schema alone: use its data, and change its tables in a migration.
 * Each is named, because `ALL PRIVILEGES` would also be whatever a newer MySQL adds.
 *
 * https://dev.mysql.com/doc/refman/8.4/en/privileges-provided.html
 */
export const privileges = [
  "SELECT",
  "INSERT",
  "UPDATE",
  "DELETE",
  "CREATE",
  "DROP",
  "REFERENCES",
  "INDEX",
  "ALTER",
  "CREATE TEMPORARY TABLES",
  "LOCK TABLES",
  "CREATE VIEW",
  "SHOW VIEW",
] as const;

/** The statements that make the user, each of which may be repeated. */
export interface UserStatements {
  /** The account, as statements name it. */
  readonly account: string;
  /** What the grants are on, as `SHOW GRANTS` names it. */
  readonly schema: string;
  readonly create: string;
  /** Shows how the account logs in, and whether it may. */
  readonly show: string;
  /** Gives an account that was there already its identity back. */
  readonly identify: string;
  readonly grant: string;
}

/**
 * @param identity the clause that says how the user proves who it is
 * @throws RangeError that says which names are allowed
 */
export function userStatements(
  { database, user }: DatabaseUser,
  identity: string = iamIdentity,
): UserStatements {
  const account = `\`${checkedDatabaseName(user, "user")}\`@\`%\``;
  const schema = `\`${checkedDatabaseName(database, "database")}\`.*`;
  return {
    account,
    schema,
    show: `SHOW CREATE USER ${account}`,
    create: `CREATE USER IF NOT EXISTS ${account} ${identity} REQUIRE SSL`,
    identify: `ALTER USER ${account} ${identity} REQUIRE SSL`,
    grant: `GRANT ${privileges.join(", ")} ON ${schema} TO ${account}`,
  };
}
