import type { Client } from "pg";
import { migrations, users } from "./migrations";

/** Of the lock that lets one of several migrate; any number that nothing else in this database takes. */
const lock = 7_281_145;

/** What was done, for the log. */
export interface Migrated {
  /** Numbers of the migrations that were applied. */
  readonly applied: readonly number[];
  /** Users that were made. */
  readonly users: readonly string[];
}

/**
 * Brings the schema to this version, and gives each service a user that logs in with IAM. Several may do so at once:
 * one works, the others wait and find it done. It is one transaction: all of it is there, or nothing. Of a schema that
 * a newer version has made, an older one changes nothing.
 *
 * https://www.postgresql.org/docs/current/explicit-locking.html#ADVISORY-LOCKS
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/UsingWithRDS.IAMDBAuth.DBAccounts.html
 */
export async function migrate(client: Client): Promise<Migrated> {
  await client.query("BEGIN");
  await client.query("SELECT pg_advisory_xact_lock($1)", [lock]);
  // A migration grants rights to them.
  const made = await makeUsers(client);
  const applied = await applyMigrations(client);
  await client.query("COMMIT");
  return { applied, users: made };
}

async function applyMigrations(client: Client): Promise<number[]> {
  await client.query(`CREATE TABLE IF NOT EXISTS migrations (
    number int PRIMARY KEY,
    applied_at timestamptz NOT NULL DEFAULT now()
  )`);
  const { rows } = await client.query<{ number: number }>("SELECT number FROM migrations");
  const done = new Set(rows.map(({ number }) => number));
  const missing = migrations.map((_, index) => index + 1).filter((number) => !done.has(number));
  for (const number of missing) {
    await client.query(migrations[number - 1] ?? "");
    await client.query("INSERT INTO migrations (number) VALUES ($1)", [number]);
  }
  return missing;
}

async function makeUsers(client: Client): Promise<string[]> {
  const { rows } = await client.query<{ rolname: string }>("SELECT rolname FROM pg_roles");
  const known = new Set(rows.map(({ rolname }) => rolname));
  const made = users.filter((user) => !known.has(user));
  for (const user of made) {
    await client.query(`CREATE ROLE ${user} LOGIN`);
    // RDS's own role, which makes a token of IAM the password; elsewhere there is none.
    if (known.has("rds_iam")) await client.query(`GRANT rds_iam TO ${user}`);
  }
  return made;
}
