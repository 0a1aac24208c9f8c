import type { Connection, RowDataPacket } from "mysql2/promise";
import { DatabaseUserError, failedStatement } from "../aws/database/connection";
import { rightsOf } from "./grants";
import type { UserChanges } from "./user-report";
import {
  type DatabaseUser,
  iamIdentity,
  type UserStatements,
  userStatements,
} from "./user-statements";

/** Well within the function's time, after which nobody would hear which statement waited for a lock. */
const statementTimeoutMs = 15_000;

/** Names are quoted in what the server shows, and with backquotes. */
const session = "SET SESSION sql_mode = '', sql_quote_show_create = 1";

/** One more than it takes when a privilege is only named once others are gone. */
const passes = 3;

/**
 * Makes the user, or makes it again what it should be: afterwards it has exactly the rights of
 * {@link userStatements}, whatever it had before. What it rightly has stays in force all the while, so that
 * a running application doesn't notice. A lock on the account stays, and is an error: somebody has locked it
 * on purpose, but it can't log in.
 *
 * @param connection as a user who may create users and grant, which RDS's master user may
 * @throws DatabaseUserError that says what is wrong; running it again is safe
 * @throws LostConnectionError when nobody knows whether a statement was carried out
 */
export async function ensureUser(
  connection: Connection,
  wanted: DatabaseUser,
  identity: string = iamIdentity,
): Promise<UserChanges> {
  const statements = userStatements(wanted, identity);
  const run = sqlOn(connection);
  const definition = async () => onlyText(await run("SHOW CREATE USER", statements.show));
  const rights = async () => {
    const rows = await run("SHOW GRANTS", `SHOW GRANTS FOR ${statements.account}`);
    return rightsOf(rows.map(firstText), statements);
  };

  await run("SET SESSION", session);
  const before = (await isThere(run, wanted.user)) ? await definition() : undefined;
  await run("CREATE USER", statements.create);
  await run("ALTER USER", statements.identify);
  const { missing } = await rights();
  // First, so that a lost connection takes nothing away from an application that runs.
  await run("GRANT", statements.grant);
  const { revoked, refused } = await revokeSurplus(run, rights, statements);

  const left = await rights();
  const wrong = [
    ...left.missing.map((each) => `no ${each}`),
    ...left.surplus,
    ...left.unclear.map((line) => `the server says ${line}`),
  ];
  if (wrong.length > 0)
    throw new DatabaseUserError(
      `the user ${wanted.user} doesn't have exactly the rights that it should: ${[...wrong, ...refused].join("; ")}`,
    );
  const after = await definition();
  if (/ ACCOUNT LOCK\b/.test(after))
    throw new DatabaseUserError(
      `the user ${wanted.user} has its rights, but is locked and can't log in: ALTER USER ${statements.account} ACCOUNT UNLOCK ends that`,
    );
  return {
    ...wanted,
    created: before === undefined,
    authenticationChanged: before !== undefined && before !== after,
    granted: [...missing],
    revoked,
  };
}

type Run = (step: string, sql: string, values?: readonly string[]) => Promise<RowDataPacket[]>;

function sqlOn(connection: Connection): Run {
  return async (step, sql, values = []) => {
    const query = { sql, values: [...values], timeout: statementTimeoutMs };
    const [rows] = await connection.query<RowDataPacket[]>(query).catch((error: unknown) => {
      throw failedStatement(step, error);
    });
    return rows;
  };
}

/**
 * Whether the account is there. MySQL takes the account with the most exact host, whatever its name, and gives
 * everybody the anonymous account's rights: neither may be beside it.
 */
async function isThere(run: Run, user: string): Promise<boolean> {
  const sql = "SELECT user AS user, host AS host FROM mysql.user WHERE user IN (?, '')";
  const rows = await run("reading the accounts", sql, [user]);
  const others = rows.filter((row) => row.user === "" || row.host !== "%");
  if (others.length > 0) {
    const accounts = others.map((row) => `'${row.user}'@'${row.host}'`).join(", ");
    throw new DatabaseUserError(
      `${accounts} would be used in place of '${user}'@'%', or beside it: drop it, and run this again`,
    );
  }
  return rows.length > 0;
}

/** Takes away whatever is too much, each for itself: one that stays keeps no other. */
async function revokeSurplus(
  run: Run,
  rights: () => Promise<{ readonly surplus: readonly string[] }>,
  { account }: UserStatements,
): Promise<{ readonly revoked: string[]; readonly refused: string[] }> {
  const revoked: string[] = [];
  const refused: string[] = [];
  for (let pass = 0; pass < passes; pass += 1) {
    const { surplus } = await rights();
    const todo = surplus.filter((each) => !revoked.includes(each));
    if (todo.length === 0 || refused.length > 0) break;
    for (const each of todo) {
      try {
        await run(`REVOKE ${each}`, `REVOKE ${each} FROM ${account}`);
        revoked.push(each);
      } catch (error) {
        if (!(error instanceof DatabaseUserError)) throw error;
        refused.push(error.message);
      }
    }
  }
  return { revoked, refused };
}

const firstText = (row: RowDataPacket) => Object.values<string>(row)[0] ?? "";

function onlyText([row]: readonly RowDataPacket[]): string {
  return row === undefined ? "" : firstText(row);
}
