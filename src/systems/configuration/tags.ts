import { deploymentTag } from "../../estate/deployment";
import { account } from "./account";

export type Tags = Record<string, string>;

/** What tags tell of an environment. */
interface Tagged {
  readonly id: string;
  readonly stage: string;
}

/** The client's tags, on everything that can carry tags. */
export function commonTags({ stage }: Pick<Tagged, "stage">): Tags {
  return { Environment: stage, ProjectId: account.projectId };
}

/** The same tags, on what environments of both stages share. */
export const sharedTags: Tags = commonTags({ stage: "shared" });

/** Tags of instances, volumes and network interfaces, which the provider's default tags don't reach. */
export function instanceTags(environment: Tagged, name: string): Tags {
  return { ...commonTags(environment), [deploymentTag]: environment.id, Name: name };
}
