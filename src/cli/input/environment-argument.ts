import type { Command } from "commander";
import type { Deployment } from "../../estate/deployment";
import {
  deploymentIds,
  environmentIds,
  loadDeployment,
  loadDeployments,
} from "../../estate/deployments";

/** The names that most commands take, for their help. */
export const knownEnvironments = `ENV is one of ${environmentIds.join(", ")}.`;

/** What a command may need that not every deployment has, and how to say that one lacks it. */
const lacking = {
  release: "has no instances to roll out to",
  health: "has nothing that says whether it is healthy",
  downloadSecret: "has no secret to put credentials into",
  databaseUser: "has no database whose user could be made",
} as const;

type Part = keyof typeof lacking;

/** A deployment that has what the command needs. */
export type With<Needed extends Part> = Deployment & {
  readonly [Each in Needed]: NonNullable<Deployment[Each]>;
};

/**
 * The deployment that a command is run on. A name that nobody knows, and a deployment without what the command
 * needs, are wrong usage.
 *
 * @throws CommanderError, ConfigurationError
 */
export function deploymentWith<Needed extends Part>(
  needed: Needed,
  id: string,
  command: Command,
): With<Needed> {
  if (!deploymentIds.includes(id))
    return command.error(`error: unknown environment ${JSON.stringify(id)}`);
  const deployment = loadDeployment(id);
  if (has(needed, deployment)) return deployment;
  const able = loadDeployments().filter((each) => has(needed, each));
  return command.error(
    `error: ${id} ${lacking[needed]}: write one of ${able.map((each) => each.id).join(", ")}`,
  );
}

function has<Needed extends Part>(
  needed: Needed,
  deployment: Deployment,
): deployment is With<Needed> {
  return deployment[needed] !== null;
}

/** Whether an environment has that name. */
export function isEnvironment(name: string): boolean {
  return environmentIds.includes(name);
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
