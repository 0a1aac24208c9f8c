import { elements, isObject } from "../../judge/values";
import type { Addition } from "../addition";
import { awsCommand } from "../aws-command";
import { type CloudObject, type CloudObjects, regionOf, text } from "./cloud-objects";

type Values = Readonly<Record<string, unknown>>;
const directions = ["ingress", "egress"] as const;
type Direction = (typeof directions)[number];

/** One rule as EC2 has it: one peer, one range of ports. */
interface Rule {
  readonly protocol: string;
  /** Both null where the rule is of all protocols. */
  readonly from: number | null;
  readonly to: number | null;
  readonly peer: Peer;
}

interface Peer {
  readonly kind: keyof typeof peers;
  readonly name: string;
}

/** How the kinds of peers are named in a group's own attributes, in a rule's resource, and by the CLI. */
const peers = {
  ipv4: { inGroup: "cidr_blocks", inRule: "cidr_ipv4", cli: ["IpRanges", "CidrIp"] },
  ipv6: { inGroup: "ipv6_cidr_blocks", inRule: "cidr_ipv6", cli: ["Ipv6Ranges", "CidrIpv6"] },
  prefixList: {
    inGroup: "prefix_list_ids",
    inRule: "prefix_list_id",
    cli: ["PrefixListIds", "PrefixListId"],
  },
  group: {
    inGroup: "security_groups",
    inRule: "referenced_security_group_id",
    cli: ["UserIdGroupPairs", "GroupId"],
  },
} as const;
const kinds = Object.keys(peers) as (keyof typeof peers)[];

/**
 * Rules of security groups that no resource of the plan accounts for. A group's own `ingress` and `egress` hold all
 * rules that there are, whoever has made them; where the code sets one of them, an apply reverts what is strange.
 */
export function strangeRules(objects: CloudObjects): Addition[] {
  const accounted = new Set(
    directions.flatMap((direction) => [
      ...objects
        .all(`aws_vpc_security_group_${direction}_rule`)
        .map((rule) => keyOf(text(rule, "security_group_id"), direction, ofResource(rule))),
      ...objects
        .all("aws_security_group_rule")
        .filter(({ type }) => type === direction)
        .flatMap((rule) => {
          const group = text(rule, "security_group_id");
          const sources = { ...rule, security_groups: [rule.source_security_group_id] };
          return inGroup(sources, group).map((each) => keyOf(group, direction, each));
        }),
    ]),
  );
  return objects
    .staying("aws_security_group")
    .flatMap((group) =>
      directions
        .filter((direction) => !group.sets(direction))
        .flatMap((direction) => strangeIn(group, direction, accounted)),
    );
}

function strangeIn(
  { address, found }: CloudObject,
  direction: Direction,
  accounted: ReadonlySet<string>,
): Addition[] {
  const id = text(found, "id");
  return elements(found[direction])
    .filter(isObject)
    .flatMap((each) => inGroup(each, id))
    .filter((rule) => !accounted.has(keyOf(id, direction, rule)))
    .map((rule) => {
      const way = direction === "ingress" ? "from" : "to";
      const everybody = ["0.0.0.0/0", "::/0"].includes(rule.peer.name)
        ? ", which is everybody"
        : "";
      const may = direction === "ingress" ? "may come in" : "may go out";
      return {
        address,
        path: `${direction}[${portsText(rule)} ${way} ${rule.peer.name}]`,
        content: null,
        what: `What no rule of ours allows: ${trafficText(rule)} ${may} ${way} ${rule.peer.name}${everybody}`,
        remedy: awsCommand(regionOf(found), `ec2 revoke-security-group-${direction}`, {
          "group-id": id,
          "ip-permissions": JSON.stringify([permission(rule)]),
        }),
      };
    });
}

function ofResource(rule: Values): Rule {
  const kind = kinds.find((each) => text(rule, peers[each].inRule) !== "") ?? "ipv4";
  const name = peerName(text(rule, peers[kind].inRule));
  return ruleOf(text(rule, "ip_protocol"), rule, { kind, name });
}

/** @param id the group's own, for rules that name it as `self` */
function inGroup(rule: Values, id: string): Rule[] {
  const named = kinds.flatMap((kind) =>
    elements(rule[peers[kind].inGroup]).flatMap((name) =>
      typeof name === "string" && name !== "" ? { kind, name: peerName(name) } : [],
    ),
  );
  const self = rule.self === true ? [{ kind: "group", name: id } as const] : [];
  return [...named, ...self].map((peer) => ruleOf(text(rule, "protocol"), rule, peer));
}

/** EC2 writes a group of this account with the account's id before it, or without. */
function peerName(name: string): string {
  return name.replace(/^\d{12}\//, "").toLowerCase();
}

/** https://www.iana.org/assignments/protocol-numbers */
const protocols: ReadonlyMap<string, string> = new Map([
  ["1", "icmp"],
  ["6", "tcp"],
  ["17", "udp"],
  ["58", "icmpv6"],
  ["all", "-1"],
]);

function ruleOf(named: string, { from_port, to_port }: Values, peer: Peer): Rule {
  const lower = named.toLowerCase();
  const protocol = protocols.get(lower) ?? lower;
  const port = (value: unknown) => (protocol === "-1" || typeof value !== "number" ? null : value);
  return { protocol, from: port(from_port), to: port(to_port), peer };
}

function keyOf(group: string, direction: Direction, { protocol, from, to, peer }: Rule): string {
  return JSON.stringify([group, direction, protocol, from, to, peer.kind, peer.name]);
}

/** Such as `tcp 22`, `udp 1000-2000` or `all`. */
function portsText({ protocol, from, to }: Rule): string {
  if (protocol === "-1") return "all";
  return `${protocol}${from === null ? "" : from === to ? ` ${from}` : ` ${from}-${to}`}`;
}

function trafficText(rule: Rule): string {
  if (rule.protocol === "-1") return "all traffic";
  const isOfPorts = rule.protocol === "tcp" || rule.protocol === "udp";
  return isOfPorts && rule.from !== null
    ? `${rule.protocol} to port ${portsText(rule).slice(rule.protocol.length + 1)}`
    : portsText(rule);
}

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_IpPermission.html */
function permission({ protocol, from, to, peer }: Rule): object {
  const [list, name] = peers[peer.kind].cli;
  return {
    IpProtocol: protocol,
    ...(from !== null && { FromPort: from, ToPort: to }),
    [list]: [{ [name]: peer.name }],
  };
}
