import type { Connection, RowDataPacket } from "mysql2/promise";
import { DatabaseUserError, failedStatement } from "./errors";
import { rightsOf } from "./grants";
import type { UserReport } from "./user-report";
import { type DatabaseUser, iamIdentity, userStatements } from "./user-statements";

/**
 * Makes the user, or makes it again what it should be: afterwards it has exactly the rights of
 * {@link userStatements}, whatever it had before. What it rightly has stays in force all the while, so that
 * a running application doesn't notice. A lock on the account stays: somebody has locked it on purpose.
 *
 * @param connection as a user who may create users and grant, which RDS's master user may
 * @throws DatabaseUserError that says which step failed; running it again is safe
 */
export async function ensureUser(
  connection: Connection,
  wanted: DatabaseUser,
  identity: string = iamIdentity,
): Promise<UserReport> {
  const statements = userStatements(wanted, identity);
  const run = async (step: string, sql: string, values: readonly string[] = []) => {
    const [rows] = await connection
      .query<RowDataPacket[]>(sql, [...values])
      .catch((error: unknown) => {
        throw failedStatement(step, error);
      });
    return rows;
  };
  const authentication = async () => {
    const sql =
      "SELECT host AS host, plugin AS plugin, ssl_type AS tls FROM mysql.user WHERE user = ?";
    const rows = await run("reading the accounts", sql, [wanted.user]);
    refuseOthers(rows, wanted.user);
    const [own] = rows;
    return own === undefined ? undefined : `${own.plugin} ${own.tls}`;
  };
  const rights = async () => {
    const rows = await run("SHOW GRANTS", `SHOW GRANTS FOR ${statements.account}`);
    return rightsOf(
      rows.flatMap((row) => Object.values<string>(row)),
      statements,
    );
  };

  const before = await authentication();
  await run("CREATE USER", statements.create);
  await run("ALTER USER", statements.identify);
  const { missing, surplus } = await rights();
  for (const each of surplus)
    await run(`REVOKE ${each}`, `REVOKE ${each} FROM ${statements.account}`);
  await run("GRANT", statements.grant);

  const after = await rights();
  const wrong = [
    ...after.missing.map((each) => `no ${each}`),
    ...after.surplus,
    ...after.unclear.map((line) => `the server says ${line}`),
  ];
  if (wrong.length > 0)
    throw new DatabaseUserError(
      `the user ${wanted.user} doesn't have exactly the rights that it should: ${wrong.join("; ")}. Look at SHOW GRANTS and at the server's mandatory roles`,
    );
  return {
    ...wanted,
    created: before === undefined,
    authenticationChanged: before !== undefined && before !== (await authentication()),
    granted: [...missing],
    revoked: [...surplus],
  };
}

/** MySQL takes the account with the most exact host, and would log the application in as that one. */
function refuseOthers(rows: readonly RowDataPacket[], user: string): void {
  const others = rows.map(({ host }) => String(host)).filter((host) => host !== "%");
  if (others.length === 0) return;
  const accounts = others.map((host) => `'${user}'@'${host}'`).join(", ");
  throw new DatabaseUserError(
    `${accounts} would be used in place of '${user}'@'%': drop it, and run this again`,
  );
}
