import { blocksOf, type Json, type JsonObject, listOf } from "../compare/json";
import { readable } from "../compare/references";
import type { Stack } from "../compare/stack";

/** Who may open connections to whom, by one rule of a security group. */
export interface Reach {
  readonly direction: "in" | "out";
  /** The security group's construct. */
  readonly group: string;
  /** A range of addresses, another group, or a prefix list. */
  readonly peer: string;
  /** `-1` for all of them. */
  readonly protocol: string;
  readonly from: number;
  readonly to: number;
}

export interface ReachChange {
  readonly change: "opened" | "closed";
  readonly direction: Reach["direction"];
  readonly text: string;
}

const inline = { ingress: "in", egress: "out" } as const;
const ruleTypes: Readonly<Record<string, Reach["direction"]>> = {
  aws_vpc_security_group_ingress_rule: "in",
  aws_vpc_security_group_egress_rule: "out",
};

/** What can be reached in one of two stacks alone. A narrower range inside one that was open is nothing new. */
export function reachChanges(before: Stack, after: Stack): ReachChange[] {
  const [old, now] = [reachIn(before), reachIn(after)];
  const beyond = (those: readonly Reach[], these: readonly Reach[]) =>
    those.filter((one) => !these.some((other) => isInside(one, other)));
  const changes = (change: ReachChange["change"], found: readonly Reach[]) =>
    found.map((each) => ({ change, direction: each.direction, text: told(each) }));
  return [...changes("opened", beyond(now, old)), ...changes("closed", beyond(old, now))];
}

function reachIn(stack: Stack): Reach[] {
  return [...stack.parts.values()].flatMap(({ type, construct, values }) => {
    const direction = ruleTypes[type];
    const groupOf = (value: Json | undefined) =>
      readable(String(value), stack).replace(/ \(id\)$/, "");
    if (direction !== undefined)
      return rule(direction, groupOf(values.security_group_id), values, groupOf);
    if (type === "aws_security_group_rule")
      return rule(
        values.type === "ingress" ? "in" : "out",
        groupOf(values.security_group_id),
        values,
        groupOf,
      );
    if (type !== "aws_security_group") return [];
    return Object.entries(inline).flatMap(([name, way]) =>
      blocksOf(values[name]).flatMap((block) => rule(way, construct, block, groupOf)),
    );
  });
}

/** https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/vpc_security_group_ingress_rule */
function rule(
  direction: Reach["direction"],
  group: string,
  values: JsonObject,
  groupOf: (value: Json) => string,
): Reach[] {
  const protocol = String(values.ip_protocol ?? values.protocol ?? "-1");
  const all = protocol === "-1";
  const peers = [
    ...[
      "cidr_ipv4",
      "cidr_ipv6",
      "cidr_blocks",
      "ipv6_cidr_blocks",
      "prefix_list_id",
      "prefix_list_ids",
    ].flatMap((name) => listOf(values[name]).map(String)),
    ...["referenced_security_group_id", "source_security_group_id", "security_groups"].flatMap(
      (name) => listOf(values[name]).map(groupOf),
    ),
    ...(values.self === true ? [group] : []),
  ];
  return peers.map((peer) => ({
    direction,
    group,
    peer,
    protocol,
    from: all ? 0 : Number(values.from_port ?? 0),
    to: all ? 65_535 : Number(values.to_port ?? 65_535),
  }));
}

function isInside(one: Reach, other: Reach): boolean {
  return (
    one.direction === other.direction &&
    one.group === other.group &&
    (other.protocol === "-1" || one.protocol === other.protocol) &&
    other.from <= one.from &&
    one.to <= other.to &&
    isPeerInside(one.peer, other.peer)
  );
}

function isPeerInside(one: string, other: string): boolean {
  if (one === other) return true;
  const [inner, outer] = [rangeOf(one), rangeOf(other)];
  if (inner === undefined || outer === undefined || inner.bits < outer.bits) return false;
  const rest = 32 - outer.bits;
  return rest === 32 || inner.address >>> rest === outer.address >>> rest;
}

/** Of IPv4. */
function rangeOf(text: string): { readonly address: number; readonly bits: number } | undefined {
  const [, ...parts] = /^(\d+)\.(\d+)\.(\d+)\.(\d+)\/(\d+)$/.exec(text)?.map(Number) ?? [];
  const [a, b, c, d, bits] = parts;
  if (
    a === undefined ||
    b === undefined ||
    c === undefined ||
    d === undefined ||
    bits === undefined
  )
    return undefined;
  return { address: ((a << 24) | (b << 16) | (c << 8) | d) >>> 0, bits };
}

function told({ direction, group, peer, protocol, from, to }: Reach): string {
  const who = peer === "0.0.0.0/0" || peer === "::/0" ? `the internet (${peer})` : peer;
  const ports = from === to ? `${from}` : `${from} to ${to}`;
  const what = protocol === "-1" ? "all ports and protocols" : `${protocol} ${ports}`;
  return direction === "in"
    ? `${who} may reach ${group} on ${what}`
    : `${group} may reach ${who} on ${what}`;
}
