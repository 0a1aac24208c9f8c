import type * as z from "zod";

/** The variables of a function that is not as the infrastructure describes it. */
export class VariablesError extends Error {
  override readonly name = "VariablesError";
}

/**
 * What the infrastructure has written into a function's variables.
 *
 * @param untouched what was not done, for people
 * @throws VariablesError that names every variable which is missing or wrong, and the remedy
 */
export function variablesOf<Schema extends z.ZodType>(
  schema: Schema,
  variables: NodeJS.ProcessEnv,
  untouched: string,
): z.output<Schema> {
  const { data, error } = schema.safeParse(variables);
  if (error === undefined) return data as z.output<Schema>;
  const mistakes = error.issues.map(({ path, message }) => {
    const name = String(path[0]);
    return `${name} is ${JSON.stringify(variables[name]) ?? "missing"}: ${message}`;
  });
  throw new VariablesError(
    `This function was changed by hand: ${mistakes.join("; ")}. ${untouched}. Apply the environment's infrastructure, which puts it right`,
  );
}
