import { inspect } from "node:util";
import type { z } from "zod";
import {
  type Environment,
  type EnvironmentDefinition,
  environmentSchema,
} from "../test-app/environment";
import { type Finding, judge, judgeTogether } from "../test-app/rules";

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

/** In place of a property, where the mistake is the environment itself. */
const wholeEnvironment = "(the environment)";

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
  const mistakes = new Set([
    ...ids.flatMap((id) => mistakesOf(id, definitions[id])),
    ...judgeTogether(definitions).map(([id, finding]) =>
      describe(id, definitions[id as Id], finding),
    ),
  ]);
  if (mistakes.size > 0) throw new ConfigurationError([...mistakes]);
  const checked = ids.map(
    (id) => [id, { id, ...environmentSchema.parse(definitions[id]) }] as const,
  );
  return Object.fromEntries(checked) as unknown as Record<Id, Environment>;
}

function mistakesOf(id: string, definition: EnvironmentDefinition): string[] {
  const parsed = environmentSchema.safeParse(definition);
  const findings: Finding[] = [
    ...idMistakes(id),
    ...(parsed.success
      ? []
      : parsed.error.issues.flatMap((issue) => findingsOf(issue, environmentSchema))),
    ...judge({ id, ...definition } as Partial<Environment>),
  ];
  return findings.map((finding) => describe(id, definition, finding));
}

function idMistakes(id: string): Finding[] {
  if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(id))
    return [
      {
        property: "id",
        message: "it becomes part of names: write lower-case letters, digits and single hyphens",
      },
    ];
  if (id.startsWith("foundation"))
    return [
      {
        property: "id",
        message:
          "a region's foundation has such an id, and both would write one state: write another",
      },
    ];
  return [];
}

/** A mistake as a paragraph: where it is, the value found, why it is wrong and what to write instead. */
export function describe(id: string, definition: unknown, { property, message }: Finding): string {
  const value = property === "id" ? id : valueAt(definition, property);
  return [`${id}: ${property}`, `  is ${show(value)}`, `  ${message}`].join("\n");
}

/** What zod found, with the names that are known where one isn't. */
export function findingsOf(
  issue: z.core.$ZodIssue,
  { shape }: { readonly shape: object },
): Finding[] {
  const path = issue.path.join(".");
  if (issue.code === "unrecognized_keys") {
    const known =
      path === ""
        ? `: write one of ${Object.keys(shape).join(", ")}, or leave it out`
        : " here: leave it out";
    return issue.keys.map((key) => ({
      property: [...issue.path, key].join("."),
      message: `no such property${known}`,
    }));
  }
  return [{ property: path || wholeEnvironment, message: issue.message }];
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
