import { isIP } from "node:net";
import * as z from "zod";
import { checkedDatabaseName, databaseName } from "../../../estate/deployment";
import { variablesOf } from "../../configuration/function-variables";

/**
 * The function's variables; a value may be a reference to another resource's attribute.
 *
 * @throws RangeError for a name that a grant would read otherwise: at synth, and not when it is too late
 */
export function databaseUserVariables(
  settings: {
    readonly [Key in keyof DatabaseUserSettings]: string;
  },
) {
  return {
    DATABASE_HOST: settings.host,
    DATABASE_PORT: settings.port,
    DATABASE_NAME: checkedDatabaseName(settings.database, "database"),
    DATABASE_USER: checkedDatabaseName(settings.user, "user"),
  };
}

const name = z.string().regex(databaseName, { error: "it must be lowercase letters and digits" });

const variablesSchema = z
  .object({
    // Of an address mysql2 would not verify whose certificate it is.
    DATABASE_HOST: z.string().refine((host) => host !== "" && isIP(host) === 0, {
      error: "it must be the name of a host",
    }),
    DATABASE_PORT: z
      .string()
      .regex(/^\d{1,5}$/, { error: "it must be a port" })
      .transform(Number),
    DATABASE_NAME: name,
    DATABASE_USER: name,
  })
  .transform((variables) => ({
    host: variables.DATABASE_HOST,
    port: variables.DATABASE_PORT,
    /** The schema that is the user's own. */
    database: variables.DATABASE_NAME,
    user: variables.DATABASE_USER,
  }));

/** What the function is told by its environment; nothing of it is secret. */
export type DatabaseUserSettings = Readonly<z.output<typeof variablesSchema>>;

/**
 * What {@link databaseUserVariables} has written.
 *
 * @throws VariablesError that names every variable which is missing or wrong, and the remedy
 */
export function databaseUserSettings(variables: NodeJS.ProcessEnv): DatabaseUserSettings {
  return variablesOf(variablesSchema, variables, "Nothing was changed in the database");
}
