import {
  ConfigurationError,
  describe,
  type Finding,
  schemaFindings,
} from "../configuration/mistakes";
import { type Environment, type EnvironmentDefinition, environmentSchema } from "./environment";
import { judge } from "./rules";

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
  return [
    ...idMistakes(id),
    ...schemaFindings(environmentSchema, definition),
    ...judge(id, definition),
  ].map((finding) => describe(id, definition, finding));
}

function idMistakes(id: string): Finding[] {
  const mistake = (message: string) => [{ property: "id", message }];
  if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(id))
    return mistake("it becomes part of names: write lower-case letters, digits and single hyphens");
  if (id.startsWith("foundation"))
    return mistake(
      "a region's foundation has such an id, and both would write one state: write another",
    );
  return [];
}

/** Mistakes that only several environments together can make: each by the id of one of them. */
function judgeTogether(
  environments: Readonly<Record<string, EnvironmentDefinition>>,
): readonly (readonly [id: string, finding: Finding])[] {
  const firstWith = new Map<unknown, string>();
  return Object.entries(environments).flatMap(([id, environment]) => {
    const domainName: unknown = environment?.domain?.name; // not checked yet
    const first = firstWith.get(domainName);
    if (domainName === undefined || first === undefined) {
      firstWith.set(domainName, id);
      return [];
    }
    const message = `${first} has the same domain, which can lead to one of them only: write this environment's own`;
    return [[id, { property: "domain.name", message }] as const];
  });
}
