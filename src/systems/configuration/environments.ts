import type * as z from "zod";
import { oneOf, part } from "./fields";
import { ConfigurationError, describe, schemaFindings } from "./mistakes";
import { type Rule, rulesOn } from "./rule";

/** Stages of a further system's environments. */
export const stage = oneOf(
  ["uat", "staging", "production"],
  "these are the stages that the pipeline knows",
);

/** An id says whose environment it is, and leaves room for what stands behind it in names. */
export function idRule(system: string, baseNameLimit: number) {
  return rulesOn(part({ stage }))("id", { stage: true }, ({ id, stage }) => {
    const isOurs = new RegExp(`^${system}-${stage}(-[a-z0-9]+)*$`).test(id);
    if (!isOurs)
      return `an environment's id says whose it is: write ${system}-${stage}, or another stage`;
    return (
      id.length > baseNameLimit &&
      `names begin with it, and AWS leaves room for ${baseNameLimit} characters: shorten it`
    );
  });
}

/**
 * Environments with their ids, checked.
 *
 * @throws ConfigurationError that names every mistake
 */
export function checkedEnvironments<Id extends string, Schema extends z.ZodObject>(
  definitions: Readonly<Record<Id, z.input<Schema>>>,
  schema: Schema,
  // A rule reads some parts of a definition.
  rules: readonly Rule<never>[],
): Readonly<Record<Id, z.output<Schema> & { readonly id: Id }>> {
  const all = Object.entries(definitions) as [Id, never][];
  const mistakes = all.flatMap(([id, definition]) =>
    [...schemaFindings(schema, definition), ...rules.flatMap((each) => each(id, definition))].map(
      (finding) => describe(id, definition, finding),
    ),
  );
  if (mistakes.length > 0) throw new ConfigurationError(mistakes);
  const checked = all.map(([id, definition]) => [
    id,
    { ...(schema.parse(definition) as object), id },
  ]);
  return Object.fromEntries(checked);
}
