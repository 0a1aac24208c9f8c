import type { Environment } from "../test-app/environment";
import { account } from "./account";

export type Tags = Record<string, string>;

/** The client's tags, on everything that can carry tags. */
export function commonTags(environment: Pick<Environment, "stage">): Tags {
  return { Environment: environment.stage, ProjectId: account.projectId };
}

/** The same tags, on what environments of both stages share. */
export const sharedTags: Tags = { Environment: "shared", ProjectId: account.projectId };

/** The tag that tells environments of one stage apart: it is how a rollout finds its instances. */
export const environmentTag = "EnvironmentId";

/** Tags of instances, volumes and network interfaces, which the provider's default tags don't reach. */
export function instanceTags(environment: Pick<Environment, "id" | "stage">, name: string): Tags {
  return { ...commonTags(environment), [environmentTag]: environment.id, Name: name };
}
