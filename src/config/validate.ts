import type { z } from "zod";
import { type Environment, type EnvironmentDefinition, environmentSchema } from "./environment";
import { type Finding, judge } from "./rules";

/** The configuration holds mistakes; the message names every one of them. */
export class ConfigurationError extends Error {
  override readonly name = "ConfigurationError";
  /** EX_CONFIG of sysexits.h. */
  readonly exitCode = 78;
}

const idPattern = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;

/**
 * Checks all environments at once and returns them with their ids.
 *
 * @param definitions environments by id
 * @throws ConfigurationError with one paragraph for each mistake: environment, property, the value
 *   found, why it is wrong and what to write instead
 */
export function validateEnvironments<Id extends string>(
  definitions: Readonly<Record<Id, EnvironmentDefinition>>,
): Readonly<Record<Id, Environment>> {
  const ids = Object.keys(definitions) as Id[];
  const mistakes = ids.flatMap((id) => mistakesOf(id, definitions[id]));
  if (mistakes.length > 0) {
    const count = mistakes.length === 1 ? "1 mistake" : `${mistakes.length} mistakes`;
    throw new ConfigurationError(
      [`The configuration has ${count}, so nothing was written.`, ...mistakes].join("\n\n"),
    );
  }
  const checked = ids.map(
    (id) => [id, { id, ...environmentSchema.parse(definitions[id]) }] as const,
  );
  return Object.fromEntries(checked) as unknown as Record<Id, Environment>;
}

function mistakesOf(id: string, definition: EnvironmentDefinition): string[] {
  const environment = { id, ...definition };
  const parsed = environmentSchema.safeParse(definition);
  const findings: Finding[] = [
    ...(idPattern.test(id)
      ? []
      : [
          {
            property: "id",
            message:
              "it becomes part of names: write lower-case letters, digits and single hyphens",
          },
        ]),
    ...(parsed.success ? [] : parsed.error.issues.flatMap(findingsOf)),
    ...judge(environment as Partial<Environment>),
  ];
  return findings.map(({ property, message }) =>
    [`${id}: ${property}`, `  is ${show(valueAt(environment, property))}`, `  ${message}`].join(
      "\n",
    ),
  );
}

function findingsOf(issue: z.core.$ZodIssue): Finding[] {
  const path = issue.path.join(".");
  if (issue.code === "unrecognized_keys") {
    const known =
      path === ""
        ? `: write one of ${Object.keys(environmentSchema.shape).join(", ")}, or leave it out`
        : " here: leave it out";
    return issue.keys.map((key) => ({
      property: [...issue.path, key].join("."),
      message: `no such property${known}`,
    }));
  }
  return [{ property: path || "(environment)", message: issue.message }];
}

function valueAt(environment: object, property: string): unknown {
  return property
    .split(".")
    .reduce<unknown>(
      (value, key) => (value as Record<string, unknown> | undefined)?.[key],
      environment,
    );
}

function show(value: unknown): string {
  return value === undefined ? "missing" : JSON.stringify(value);
}
