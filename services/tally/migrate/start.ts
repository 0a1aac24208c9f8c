import { Client } from "pg";
import * as z from "zod";
import { told, writeLine } from "../../support/log";
import { settingsOf } from "../../support/settings";
import { databaseVariables, placeOf } from "../common/settings";
import { migrate } from "./migrate";
import { migrations } from "./migrations";

const variables = databaseVariables.and(
  z.object({
    /** The database's master user: it alone may change the schema and make users. */
    DATABASE_MASTER_USER: z.string().min(1),
    DATABASE_MASTER_PASSWORD: z.string().min(1),
  }),
);

/** Its version is the schema's. */
const origin = { service: "tally-migrate", version: String(migrations.length) };

/** Runs before a service in its task, and ends. */
async function start(): Promise<void> {
  const settings = settingsOf(variables, process.env);
  const client = new Client({
    ...placeOf(settings),
    user: settings.DATABASE_MASTER_USER,
    password: settings.DATABASE_MASTER_PASSWORD,
    // Others that came first are waited for.
    statement_timeout: 60_000,
  });
  try {
    await client.connect();
    writeLine("info", origin, { msg: "migrated", ...(await migrate(client)) });
  } catch (error) {
    writeLine("error", origin, { msg: "not migrated", reason: told(error) });
    process.exitCode = 1;
  } finally {
    await client.end();
  }
}

start();
