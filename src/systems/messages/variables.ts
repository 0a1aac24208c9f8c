import type { Environment } from "./environment";
import type { ServiceName } from "./images";
import type { Names } from "./names";

/** Where the producer listens. */
export const servicePort = 8080;

/** Where Grafana does. */
export const grafanaPort = 3000;

/** All variables of a service. */
export function serviceVariables(
  service: ServiceName,
  { region, token, consumer }: Pick<Environment, "region" | "token" | "consumer">,
  { bucket, tokenParameter }: Names,
  queueUrl: string,
): Record<string, string> {
  const both = { AWS_REGION: region, QUEUE_URL: queueUrl };
  return service === "producer"
    ? {
        ...both,
        PORT: String(servicePort),
        TOKEN_PARAMETER: tokenParameter,
        TOKEN_CACHE_SECONDS: String(token.cacheSeconds),
      }
    : { ...both, BUCKET: bucket, POLL_INTERVAL_SECONDS: String(consumer.pollIntervalSeconds) };
}
