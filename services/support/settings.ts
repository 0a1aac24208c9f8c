import * as z from "zod";

/** A program was started with variables that it can't work with. */
export class SettingsError extends Error {
  override readonly name = "SettingsError";
}

/** A TCP port. */
export const port = z.coerce.number().int().min(1).max(65_535);

/**
 * What a program's environment variables say. Values are not quoted: one of them may be secret.
 *
 * @throws SettingsError that names every variable which is missing or wrong
 */
export function settingsOf<Schema extends z.ZodType>(
  schema: Schema,
  variables: NodeJS.ProcessEnv,
): z.output<Schema> {
  const { data, error } = schema.safeParse(variables);
  if (error === undefined) return data as z.output<Schema>;
  const mistakes = error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`);
  throw new SettingsError(`These environment variables are wrong: ${mistakes.join("; ")}`);
}
