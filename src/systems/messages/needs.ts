import type { RegionNeeds } from "../foundation/needs";
import type { Environment } from "./environment";
import { imageRepositories, namesOf } from "./names";

/** What an environment needs of its region's foundation: a place for logs and for images. */
export function needsOf(environment: Environment): RegionNeeds {
  const { id, region, retention } = environment;
  const { accessLogPrefix, connectionLogPrefix } = namesOf(environment);
  return {
    region,
    loadBalancerLogs: {
      id,
      prefixes: [accessLogPrefix, connectionLogPrefix],
      days: retention.logs.days,
    },
    imageRepositories: Object.values(imageRepositories),
  };
}
