import { deploymentTag } from "../../estate/deployment";
import { account } from "./account";

export type Tags = Record<string, string>;

/** What tags tell of an environment. */
interface Tagged {
  readonly id: string;
  readonly stage: string;
  /** Which of several (default: the first one, whose tags its client has fixed). */
  readonly system?: string;
}

/** The client's tags, on everything that can carry tags; and of which system it is. */
export function commonTags({ stage, system }: Omit<Tagged, "id">): Tags {
  return {
    Environment: stage,
    ProjectId: account.projectId,
    ...(system !== undefined && { System: system }),
  };
}

/** The same tags, on what environments of all stages and systems share. */
export const sharedTags: Tags = commonTags({ stage: "shared" });

/** Tags of instances, volumes and network interfaces, which the provider's default tags don't reach. */
export function instanceTags(environment: Tagged, name: string): Tags {
  return { ...commonTags(environment), [deploymentTag]: environment.id, Name: name };
}
