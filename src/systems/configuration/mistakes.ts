import { inspect } from "node:util";
import * as z from "zod";

/** A mistake: the property to look at, why it is one, and what to write instead. */
export interface Finding {
  /** Path, such as `fleet.minimumInstances`. */
  readonly property: string;
  readonly message: string;
}

/** The configuration holds mistakes; the message names every one of them. */
export class ConfigurationError extends Error {
  override readonly name = "ConfigurationError";
  /** EX_CONFIG of sysexits.h. */
  readonly exitCode = 78;

  /** @param mistakes a paragraph for each */
  constructor(mistakes: readonly string[]) {
    const count = mistakes.length === 1 ? "1 mistake" : `${mistakes.length} mistakes`;
    super([`The configuration has ${count}, so nothing was written.`, ...mistakes].join("\n\n"));
  }
}

/** In place of a property, where the mistake is the environment or the foundation itself. */
const wholeEnvironment = "(all of it)";

/** A mistake as a paragraph: where it is, the value found, why it is wrong and what to write instead. */
export function describe(id: string, definition: unknown, { property, message }: Finding): string {
  const value = property === "id" ? id : valueAt(definition, property);
  return [`${id}: ${property}`, `  is ${show(value)}`, `  ${message}`].join("\n");
}

/** What the schema finds wrong in a definition. */
export function schemaFindings(schema: z.ZodObject, definition: unknown): Finding[] {
  const issues = schema.safeParse(definition).error?.issues ?? [];
  return issues.flatMap((issue) => findingsOf(issue, schema));
}

/** What zod found, with the names that are known where one isn't. */
function findingsOf(issue: z.core.$ZodIssue, schema: z.ZodObject): Finding[] {
  if (issue.code !== "unrecognized_keys")
    return [{ property: issue.path.join(".") || wholeEnvironment, message: issue.message }];
  const part = issue.path.reduce<unknown>(
    (object, key) => (object instanceof z.ZodObject ? object.shape[String(key)] : undefined),
    schema,
  );
  const known =
    part instanceof z.ZodObject
      ? `: write one of ${Object.keys(part.shape).join(", ")}, or leave it out`
      : " here: leave it out";
  return issue.keys.map((key) => ({
    property: [...issue.path, key].join("."),
    message: `no such property${known}`,
  }));
}

function valueAt(definition: unknown, property: string): unknown {
  if (property === wholeEnvironment) return definition;
  return property
    .split(".")
    .reduce<unknown>(
      (value, key) => (value as Record<string, unknown> | undefined)?.[key],
      definition,
    );
}

/** As it is written in the configuration. */
function show(value: unknown): string {
  return value === undefined
    ? "missing"
    : inspect(value, { breakLength: Number.POSITIVE_INFINITY, depth: 5 });
}
