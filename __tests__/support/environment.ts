import type { Environment, EnvironmentDefinition } from "../../src/systems/test-app/environment";
import { loadEnvironments } from "../../src/systems/test-app/environments";
import { type Names, namesOf } from "../../src/systems/test-app/names";

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
