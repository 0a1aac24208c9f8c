import type { RegionNeeds } from "../foundation/needs";
import type { Environment } from "./environment";
import { namesOf } from "./names";

/** What an environment needs of its region's foundation: a place for its load balancer's logs. */
export function needsOf(
  environment: Pick<Environment, "id" | "region" | "retention">,
): RegionNeeds {
  const { id, region, retention } = environment;
  const { accessLogPrefix, connectionLogPrefix } = namesOf(environment);
  const prefixes = [accessLogPrefix, connectionLogPrefix];
  return { region, loadBalancerLogs: { id, prefixes, days: retention.logs.days } };
}
