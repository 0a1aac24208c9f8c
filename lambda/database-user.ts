import { connect } from "../src/operations/aws/database/connection";
import { besides, databaseEventOf } from "../src/operations/aws/database/function-event";
import { ensureUser } from "../src/operations/database-user/ensure-user";
import type { UserReport } from "../src/operations/database-user/user-report";
import { readTables } from "../src/operations/restore/read-tables";
import type { Tables } from "../src/operations/restore/tables";
import { databaseUserSettings } from "../src/systems/test-app/functions/database-user-settings";
import { writeLine } from "./log";

/**
 * Makes the backoffice's user in the environment's database, with the master credentials that are the
 * event. Asked for `tablesOf` a database beside it, such as one that was restored, it only reads that one's
 * schema. Neither credentials nor an error of the driver is written or returned.
 *
 * @throws MasterCredentialsError, VariablesError, DatabaseConnectionError before anything is changed
 * @throws DatabaseUserError where the user isn't what it should be, LostConnectionError where nobody knows
 */
export async function handler(
  event: unknown,
  { awsRequestId: requestId }: { readonly awsRequestId: string },
): Promise<UserReport | Tables> {
  const { tablesOf, ...credentials } = databaseEventOf(event);
  const { host, port, database, user } = databaseUserSettings(process.env);
  const address = tablesOf === undefined ? { host, port } : besides(host, tablesOf);
  const connection = await connect(address, credentials);
  try {
    if (tablesOf !== undefined) {
      const read = await readTables(connection, address.host, database);
      const { isThere, tables } = read;
      const report = { host: address.host, database, isThere, tables: tables.length };
      writeLine("INFO", { requestId, kind: "database-tables", report });
      return read;
    }
    const report = { host, ...(await ensureUser(connection, { database, user })) };
    writeLine("INFO", { requestId, kind: "database-user", report });
    return report;
  } finally {
    connection.destroy();
  }
}
