import type { Environment, EnvironmentDefinition } from "../../src/config/environment";
import { loadEnvironments } from "../../src/config/environments";
import { type Names, namesOf } from "../../src/config/names";

const { id: _, ...production } = loadEnvironments()["production-us-east-1"];

/** A valid environment's definition, with changes. */
export function definition(changes: object = {}): EnvironmentDefinition {
  return { ...production, ...changes } as EnvironmentDefinition;
}

/** A valid environment and its names, with changes, as constructs take them. */
export function environment(changes: Partial<Environment> = {}): {
  readonly settings: Environment;
  readonly names: Names;
} {
  const settings = { ...production, id: "production-us-east-1", ...changes };
  return { settings, names: namesOf(settings) };
}
