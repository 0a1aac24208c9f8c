import { type EnvironmentId, environmentIds } from "../config/environments";

/** Whether an environment has that name. */
export function isEnvironment(name: string): name is EnvironmentId {
  return environmentIds.some((id) => id === name);
}

/** What is wrong with the names of environments; undefined when all are known. */
export function unknownEnvironmentOf(names: readonly string[]): string | undefined {
  const unknown = names.find((name) => !isEnvironment(name));
  if (unknown === undefined) return undefined;
  return `unknown environment ${JSON.stringify(unknown)}: it is one of ${environmentIds.join(", ")}`;
}
