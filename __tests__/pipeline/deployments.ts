import type { Deployment } from "../../src/estate/deployment";
import { loadDeployments } from "../../src/estate/deployments";
import { agents } from "../../src/operations/pipeline/jenkins-table";

/** All deployments in the order in which the pipeline locks and changes them: each after what it stands on. */
export const deployments: readonly Deployment[] = [...loadDeployments()].sort(
  (one, other) => one.after.length - other.after.length,
);
export const deploymentIds = deployments.map(({ id }) => id);

const released = deployments.filter(({ release }) => release !== null);

/** Ids of those that an update is of. */
export const updatedIds = released.map(({ id }) => id);
/** Ids of those that nothing is released on. */
export const foundationIds = deployments
  .filter(({ release }) => release === null)
  .map(({ id }) => id);

/** The label of the agents of a deployment's region. */
export function agentOf(id: string): string {
  const region = deployments.find((each) => each.id === id)?.region;
  const agent = agents[region ?? ""];
  if (agent === undefined) throw new Error(`no agent for ${id}`);
  return agent;
}
