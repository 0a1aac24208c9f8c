import { type Deployment, stages } from "../../estate/deployment";

/** Labels of Jenkins' agents, by the region that they are in. */
export const agents: Readonly<Record<string, string>> = {
  "us-east-1": "AG-USE1",
  "us-west-2": "AG-USW2",
  "eu-west-1": "AG-EUW1",
};

type Listed = Pick<
  Deployment,
  "id" | "stage" | "region" | "release" | "releaseNeedsApproval" | "health"
>;

/**
 * The lines of the table in the Jenkinsfile, one a deployment, in the order in which the pipeline locks and changes
 * them: a person approves a stage as a whole.
 *
 * @throws Error for a region that no agent is in
 */
export function jenkinsTable(deployments: readonly Listed[]): string[] {
  return stages.flatMap((stage) => deployments.filter((each) => each.stage === stage)).map(lineOf);
}

function lineOf(deployment: Listed): string {
  const { id, stage, region, release, releaseNeedsApproval, health } = deployment;
  const agent = agents[region];
  if (agent === undefined)
    throw new Error(`No agent is in ${region}, where ${id} is: name its label in jenkins-table.ts`);
  const has = [release === null ? [] : "'release'", health === null ? [] : "'health'"].flat();
  const asks = releaseNeedsApproval ? "'update', 'apply'" : "'apply'";
  return `  [id: '${id}', stage: '${stage}', agent: '${agent}', asks: [${asks}], has: [${has.join(", ")}]],`;
}
