import { type Deployment, stages } from "../../src/estate/deployment";
import { loadDeployments } from "../../src/estate/deployments";
import { agents } from "../../src/operations/pipeline/jenkins-table";

/** All deployments in the order in which the pipeline locks and changes them: stage by stage. */
export const deployments: readonly Deployment[] = [...loadDeployments()].sort(
  (one, other) => stages.indexOf(one.stage) - stages.indexOf(other.stage),
);
export const deploymentIds = deployments.map(({ id }) => id);

const released = deployments.filter(({ release }) => release !== null);

/** Ids of those that an update is of. */
export const updatedIds = released.map(({ id }) => id);
/** Ids of those that others stand on. */
export const foundationIds = deployments
  .filter(({ stage }) => stage === "shared")
  .map(({ id }) => id);
/** Ids of those that a bake watches after a change. */
export const watchedIds = deployments.filter(({ health }) => health !== null).map(({ id }) => id);
/** Ids of those that come after one. */
export const after = (id: string) => deploymentIds.slice(deploymentIds.indexOf(id) + 1);

/** The label of the agents of a deployment's region. */
export function agentOf(id: string): string {
  const region = deployments.find((each) => each.id === id)?.region;
  const agent = agents[region ?? ""];
  if (agent === undefined) throw new Error(`no agent for ${id}`);
  return agent;
}
