import type { Connection } from "./network-access";

/** The world to a load balancer. */
export const worldToLoadBalancer = {
  "world-to-load-balancer-http": world(80, "HTTP from anywhere, to be redirected to HTTPS"),
  "world-to-load-balancer-https": world(443, "HTTPS from anywhere"),
} as const;

function world(port: number, description: string) {
  return { group: "load-balancer", direction: "in", peer: "anywhere", port, description } as const;
}

/** Both sides of a connection between two groups. */
export function between<Group extends string>(
  from: Group,
  to: Group,
  port: number,
  description: string,
): Record<string, Connection<Group>> {
  return {
    [`${from}-to-${to}`]: { group: from, direction: "out", peer: to, port, description },
    [`${to}-from-${from}`]: { group: to, direction: "in", peer: from, port, description },
  };
}

/** A group's way to S3, whose addresses are known once its endpoint is there. */
export function toS3<Group extends string>(
  group: Group,
  prefixListId: string,
  description: string,
): Connection<Group> {
  return { group, direction: "out", peer: { prefixListId }, port: 443, description };
}
