import { deploymentTag } from "../../estate/deployment";
import type { Environment } from "../test-app/environment";
import { account } from "./account";

export type Tags = Record<string, string>;

/** The client's tags, on everything that can carry tags. */
export function commonTags(environment: Pick<Environment, "stage">): Tags {
  return { Environment: environment.stage, ProjectId: account.projectId };
}

/** The same tags, on what environments of both stages share. */
export const sharedTags: Tags = { Environment: "shared", ProjectId: account.projectId };

/** It also tells environments of one stage apart. */
export { deploymentTag as environmentTag };

/** Tags of instances, volumes and network interfaces, which the provider's default tags don't reach. */
export function instanceTags(environment: Pick<Environment, "id" | "stage">, name: string): Tags {
  return { ...commonTags(environment), [deploymentTag]: environment.id, Name: name };
}
