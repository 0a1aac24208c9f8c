import { account, regions as configuredRegions } from "../systems/configuration/account";
import { foundationIds as regionIds } from "../systems/foundation/foundations";
import * as foundation from "../systems/foundation/operations";
import { environmentIds as messagesIds } from "../systems/messages/environments";
import * as messages from "../systems/messages/operations";
import { environmentIds as tallyIds } from "../systems/tally/environments";
import * as tally from "../systems/tally/operations";
import { environmentIds as testAppIds } from "../systems/test-app/environments";
import * as testApp from "../systems/test-app/operations";
import type { Deployment } from "./deployment";

export { ConfigurationError } from "../systems/configuration/mistakes";

interface System {
  /** Known also while the configuration has mistakes. */
  readonly ids: readonly string[];
  /** @throws ConfigurationError */
  readonly load: () => readonly Deployment[];
}

const foundationName = "foundation";

/** The estate. A system is added here and its stacks in main.ts; what all others stand on comes last. */
const systems: Readonly<Record<string, System>> = {
  "test-app": { ids: testAppIds, load: testApp.loadDeployments },
  tally: { ids: tallyIds, load: tally.loadDeployments },
  messages: { ids: messagesIds, load: messages.loadDeployments },
  [foundationName]: { ids: regionIds, load: foundation.loadDeployments },
};

/** Names of all systems. */
export const systemNames: readonly string[] = Object.keys(systems);

/** Regions, each of which has a foundation. */
export const regions: readonly string[] = configuredRegions;

/** Id of the account that all systems are in. */
export const accountId: string = account.id;

/** Ids of the regions' foundations. */
export const foundationIds: readonly string[] = regionIds;

/** Ids of everything that is planned and applied, foundations last. */
export const deploymentIds: readonly string[] = systemNames.flatMap(idsOf);

/** Ids of all environments: of everything but the foundations that they stand on. */
export const environmentIds: readonly string[] = deploymentIds.filter(
  (id) => !foundationIds.includes(id),
);

/** What `--all` is: the project's centre, and the foundations that it stands on. */
export const allIds: readonly string[] = [...idsOf("test-app"), ...foundationIds];

/** Ids of a system's deployments; none of an unknown system. */
export function idsOf(system: string): readonly string[] {
  return systems[system]?.ids ?? [];
}

/**
 * A deployment.
 *
 * @param id one of `deploymentIds`
 * @throws ConfigurationError that names every mistake in its system's configuration
 */
export function loadDeployment(id: string): Deployment {
  const system = Object.values(systems).find(({ ids }) => ids.includes(id));
  const deployment = system?.load().find((each) => each.id === id);
  if (deployment === undefined) throw new Error(`There is no deployment ${id}`);
  return deployment;
}

/**
 * The foundation of one of `regions`.
 *
 * @throws ConfigurationError that names every mistake of the first system that has some
 */
export function loadFoundation(region: string) {
  for (const { bare, ...deployment } of loadDeployments())
    if (bare !== null && deployment.region === region) return { ...deployment, bare };
  throw new Error(`There is no foundation in ${region}`);
}

/**
 * All deployments, in the order of `deploymentIds`.
 *
 * @throws ConfigurationError that names every mistake of the first system that has some
 */
export function loadDeployments(): readonly Deployment[] {
  return Object.values(systems).flatMap(({ load }) => load());
}
