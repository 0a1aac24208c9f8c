import type { LoadBalancerLogs } from "../../constructs/storage/log-bucket";
import type { Environment } from "./environment";
import { namesOf } from "./names";

/** What an environment's load balancer writes into its region's log bucket. */
export function loadBalancerLogs(
  environment: Pick<Environment, "id" | "region" | "retention">,
): LoadBalancerLogs {
  const { accessLogPrefix, connectionLogPrefix } = namesOf(environment);
  const prefixes = [accessLogPrefix, connectionLogPrefix];
  return { id: environment.id, prefixes, days: environment.retention.logs.days };
}
