import { isIP } from "node:net";
import { z } from "zod";
import type { Address } from "./connection";
import { type DatabaseUser, isName } from "./user-statements";

/** What the function is told by its environment; nothing of it is secret. */
export type FunctionSettings = Address & DatabaseUser;

/** The function's variables; a value may be a reference to another resource's attribute. */
export function functionVariables(
  settings: {
    readonly [Key in keyof FunctionSettings]: string;
  },
) {
  return {
    DATABASE_HOST: settings.host,
    DATABASE_PORT: settings.port,
    DATABASE_NAME: settings.database,
    DATABASE_USER: settings.user,
  };
}

const name = z.string().refine(isName, { error: "it must be lowercase letters and digits" });

const variablesSchema = z.object({
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
});

/** The variables of a function that is not as the infrastructure describes it. */
export class VariablesError extends Error {
  override readonly name = "VariablesError";
}

/**
 * What {@link functionVariables} has written.
 *
 * @throws VariablesError that names every variable which is missing or wrong, and the remedy
 */
export function functionSettings(variables: NodeJS.ProcessEnv): FunctionSettings {
  const { data, error } = variablesSchema.safeParse(variables);
  if (error !== undefined) {
    const mistakes = error.issues.map(({ path, message }) => {
      const variable = String(path[0]);
      return `${variable} is ${JSON.stringify(variables[variable]) ?? "missing"}: ${message}`;
    });
    throw new VariablesError(
      `This function was changed by hand: ${mistakes.join("; ")}. Nothing was changed in the database. Apply the environment's infrastructure, which puts it right`,
    );
  }
  return {
    host: data.DATABASE_HOST,
    port: data.DATABASE_PORT,
    database: data.DATABASE_NAME,
    user: data.DATABASE_USER,
  };
}
