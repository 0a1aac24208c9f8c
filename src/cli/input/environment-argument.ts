import { deploymentIds } from "../../estate/deployments";
import { type EnvironmentId, environmentIds } from "../../systems/test-app/environments";

/** Whether an environment has that name. */
export function isEnvironment(name: string): name is EnvironmentId {
  return environmentIds.some((id) => id === name);
}

/** What is wrong with the names of environments; undefined when all are known. */
export function unknownEnvironmentOf(names: readonly string[]): string | undefined {
  return unknownOf(names, environmentIds);
}

/** What is wrong with the names of environments and foundations; undefined when all are known. */
export function unknownStackOf(names: readonly string[]): string | undefined {
  return unknownOf(names, deploymentIds);
}

function unknownOf(names: readonly string[], known: readonly string[]): string | undefined {
  const unknown = names.find((name) => !known.includes(name));
  if (unknown === undefined) return undefined;
  return `unknown environment ${JSON.stringify(unknown)}: it is one of ${known.join(", ")}`;
}
