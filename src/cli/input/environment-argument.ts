import { type Command, Option } from "commander";
import type { Deployment } from "../../estate/deployment";
import {
  allIds,
  deploymentIds,
  environmentIds,
  foundationIds,
  idsOf,
  loadDeployment,
  loadDeployments,
  systemNames,
} from "../../estate/deployments";

/** A line a system. */
const listed = systemNames
  .map((system) => idsOf(system).filter((id) => environmentIds.includes(id)))
  .filter((ids) => ids.length > 0)
  .map((ids) => ids.join(", "))
  .join(",\n");

/** The names that most commands take, for their help. */
export const knownEnvironments = `ENV is one of ${listed}.`;

/** The same, of a command that works on foundations, too. */
export const knownDeployments = `ENV is one of ${listed},
or a region's foundation: ${foundationIds.join(", ")}.`;

/** What a command may need that not every deployment has, and how to say that one lacks it. */
const lacking = {
  release: "has no instances to roll out to",
  health: "has nothing that says whether it is healthy",
  downloadSecret: "has no secret to put credentials into",
  databaseUser: "has no database whose user could be made",
  restore: "has no database that could be restored",
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
    return command.error(
      `error: unknown environment ${JSON.stringify(id)}: it is one of ${environmentIds.join(", ")}`,
    );
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

/** Adds the argument and the options that choose deployments. */
export function addDeploymentArguments(command: Command, what: string): Command {
  return command
    .argument("[ENV...]", what)
    .option("--all", "all environments of test-app, and the foundations")
    .addOption(new Option("--system <NAME>", "all environments of this system").conflicts(["all"]));
}

/** Which deployments are chosen. */
export interface Choice {
  readonly all?: true;
  readonly system?: string;
}

/**
 * Ids of the chosen deployments, each once; none where nothing is chosen. A name that nobody knows, and two ways to
 * choose, are wrong usage.
 *
 * @throws CommanderError
 */
export function chosenIds(
  named: readonly string[],
  { all, system }: Choice,
  command: Command,
): readonly string[] {
  const unknown = unknownStackOf(named);
  if (unknown !== undefined) return command.error(`error: ${unknown}`);
  if (system !== undefined && !systemNames.includes(system))
    return command.error(
      `error: unknown system ${JSON.stringify(system)}: it is one of ${systemNames.join(", ")}`,
    );
  const chosen = all ? allIds : system === undefined ? undefined : idsOf(system);
  if (chosen === undefined) return [...new Set(named)];
  if (named.length > 0)
    return command.error(
      `error: ${all ? "--all" : "--system"} is ${chosen.join(", ")}: leave it out, or the names`,
    );
  return chosen;
}

/** Whoever chooses nothing is told what there is. */
export function nothingChosen(command: Command): never {
  const known = deploymentIds.join(", ");
  return command.error(`error: nothing to check: name environments (${known}), or write --all`);
}

/** What is wrong with the names of environments and foundations; undefined when all are known. */
export function unknownStackOf(names: readonly string[]): string | undefined {
  const unknown = names.find((name) => !deploymentIds.includes(name));
  if (unknown === undefined) return undefined;
  return `unknown environment ${JSON.stringify(unknown)}: it is one of ${deploymentIds.join(", ")}`;
}
