import { connect } from "../src/operations/database-user/connection";
import { ensureUser } from "../src/operations/database-user/ensure-user";
import { masterCredentialsOf } from "../src/operations/database-user/master-credentials";
import type { UserReport } from "../src/operations/database-user/user-report";
import { databaseUserSettings } from "../src/systems/test-app/functions/database-user-settings";
import { writeLine } from "./log";

/**
 * Makes the backoffice's user in the environment's database, with the master credentials that are the
 * event. Neither they nor an error of the driver is written or returned.
 *
 * @throws MasterCredentialsError, VariablesError, DatabaseConnectionError before anything is changed
 * @throws DatabaseUserError where the user isn't what it should be, LostConnectionError where nobody knows
 */
export async function handler(
  event: unknown,
  context: { readonly awsRequestId: string },
): Promise<UserReport> {
  const credentials = masterCredentialsOf(event);
  const settings = databaseUserSettings(process.env);
  const connection = await connect(settings, credentials);
  try {
    const { database, user } = settings;
    const report = { host: settings.host, ...(await ensureUser(connection, { database, user })) };
    writeLine("INFO", { requestId: context.awsRequestId, kind: "database-user", report });
    return report;
  } finally {
    connection.destroy();
  }
}
