import type { Environment, EnvironmentDefinition } from "../../src/systems/test-app/environment";
import { loadEnvironments } from "../../src/systems/test-app/environments";
import { type Names, namesOf } from "../../src/systems/test-app/names";

const { id: _, ...shipped } = loadEnvironments()["production-us-east-1"];

/** What tests tell by its value is theirs: another value may ship. */
const production = {
  ...shipped,
  application: { ...shipped.application, port: 80 },
  healthCheck: { ...shipped.healthCheck, path: "/health" },
  fleet: {
    ...shipped.fleet,
    machineImage: { owner: "self", name: "image-x86_64" },
    instanceTypes: ["c6in.xlarge", "c5n.xlarge"],
    minimumInstances: 3,
    maximumInstances: 6,
  },
} satisfies EnvironmentDefinition;

/** Of each part only what changes. */
export type Changes = {
  readonly [Part in keyof Environment]?: Environment[Part] extends string
    ? Environment[Part]
    : Partial<Environment[Part]>;
};

/** What differs, by part; a change that isn't an object takes the whole part's place. */
export function changed<Whole extends object>(whole: Whole, changes: object): Whole {
  const parts = Object.entries(changes).map(([part, change]) => {
    const before: unknown = whole[part as keyof Whole];
    return [part, isObject(before) && isObject(change) ? { ...before, ...change } : change];
  });
  return { ...whole, ...Object.fromEntries(parts) };
}

/** A valid environment's definition, with changes. */
export function definition(changes: object = {}): EnvironmentDefinition {
  return changed(production, changes);
}

/** A valid environment and its names, with changes, as constructs take them. */
export function environment(changes: Changes = {}): {
  readonly settings: Environment;
  readonly names: Names;
} {
  const settings = { id: "production-us-east-1", ...definition(changes) } as Environment;
  return { settings, names: namesOf(settings) };
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}
