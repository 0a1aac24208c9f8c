import { describe, expect, it } from "vitest";
import { constant, create, type Json, judge, noOp, remove, resource } from "../written-plans";

const address = "aws_security_group.web";
const id = "sg-1";

/** A rule as a group's own attributes show it. */
function shown(rule: Json): Json {
  const peers = {
    cidr_blocks: [],
    ipv6_cidr_blocks: [],
    prefix_list_ids: [],
    security_groups: [],
    self: false,
  };
  return { description: "", protocol: "tcp", from_port: 443, to_port: 443, ...peers, ...rule };
}

/** A rule as a resource of its own has it. */
function own(rule: Json, direction = "ingress", name = "own"): Json {
  return noOp(`aws_vpc_security_group_${direction}_rule.${name}`, {
    security_group_id: id,
    ip_protocol: "tcp",
    from_port: 443,
    to_port: 443,
    ...rule,
  });
}

function group(values: Json): Json {
  const arn = `arn:aws:ec2:eu-west-1:111122223333:security-group/${id}`;
  return noOp(address, { id, arn, ingress: [], egress: [], ...values });
}

function added(changes: Json[], resources: Json[] = []): readonly string[] {
  const { findings } = judge({ changes, resources });
  return findings.flatMap(({ addition }) => addition?.path ?? []);
}

describe("a rule of a security group that is no resource's", () => {
  it("is told with what it allows and how it is taken away", () => {
    const ssh = shown({ from_port: 22, to_port: 22, cidr_blocks: ["0.0.0.0/0"] });
    const changes = [group({ ingress: [ssh] })];
    const report = judge({ changes, plan: { applyable: false } });
    expect(report).toMatchObject({ verdict: "DRIFTED", counts: { unmanaged: 1 } });
    expect(report.findings[0]).toMatchObject({
      address,
      addition: {
        path: "ingress[tcp 22 from 0.0.0.0/0]",
        what: "What no rule of ours allows: tcp to port 22 may come in from 0.0.0.0/0, which is everybody",
        remedy: `aws ec2 revoke-security-group-ingress --region eu-west-1 --group-id sg-1 --ip-permissions '[{"IpProtocol":"tcp","FromPort":22,"ToPort":22,"IpRanges":[{"CidrIp":"0.0.0.0/0"}]}]'`,
      },
    });
  });

  it.each<[string, Json, string]>([
    [
      "ingress",
      { from_port: 80, to_port: 90, ipv6_cidr_blocks: ["::/0"] },
      "ingress[tcp 80-90 from ::/0]",
    ],
    ["ingress", { protocol: "-1", from_port: 0, to_port: 0, self: true }, "ingress[all from sg-1]"],
    ["ingress", { security_groups: ["sg-2"] }, "ingress[tcp 443 from sg-2]"],
    ["egress", { prefix_list_ids: ["pl-1"] }, "egress[tcp 443 to pl-1]"],
    [
      "egress",
      { protocol: "-1", from_port: 0, to_port: 0, cidr_blocks: ["0.0.0.0/0"] },
      "egress[all to 0.0.0.0/0]",
    ],
  ])("is told of %s: %j", (direction, rule, path) => {
    expect(added([group({ [direction]: [shown(rule)] })])).toEqual([path]);
  });

  it("is told beside ours, with which the group shows it as one", () => {
    const both = shown({ cidr_blocks: ["10.0.0.0/8", "11.0.0.0/8"], security_groups: ["sg-2"] });
    const changes = [
      group({ ingress: [both] }),
      own({ cidr_ipv4: "10.0.0.0/8" }),
      own({ referenced_security_group_id: "111122223333/sg-2" }, "ingress", "other"),
    ];
    expect(added(changes)).toEqual(["ingress[tcp 443 from 11.0.0.0/8]"]);
  });

  it.each<[string, Json[], Json[]]>([
    [
      "as itself",
      [
        group({ ingress: [shown({ protocol: "-1", from_port: 0, to_port: 0, self: true })] }),
        own({
          ip_protocol: "-1",
          from_port: null,
          to_port: null,
          referenced_security_group_id: id,
        }),
      ],
      [],
    ],
    [
      "by number and in capitals",
      [
        group({ ingress: [shown({ ipv6_cidr_blocks: ["2001:db8::/32"] })] }),
        own({ ip_protocol: "6", cidr_ipv6: "2001:DB8::/32" }),
      ],
      [],
    ],
    [
      "as an older kind of resource",
      [
        group({ egress: [shown({ cidr_blocks: ["10.0.0.0/8"], security_groups: ["sg-2"] })] }),
        noOp("aws_security_group_rule.own", {
          type: "egress",
          security_group_id: id,
          protocol: "tcp",
          from_port: 443,
          to_port: 443,
          cidr_blocks: ["10.0.0.0/8"],
          source_security_group_id: "sg-2",
        }),
      ],
      [],
    ],
    [
      "within the group, where an apply reverts what is strange",
      [group({ ingress: [shown({ cidr_blocks: ["10.0.0.0/8"] })] })],
      [resource(address, { ingress: constant([]) })],
    ],
    [
      "until the plan deletes it",
      [
        group({ ingress: [shown({ cidr_blocks: ["10.0.0.0/8"] })] }),
        remove("aws_vpc_security_group_ingress_rule.own", {
          security_group_id: id,
          ip_protocol: "tcp",
          from_port: 443,
          to_port: 443,
          cidr_ipv4: "10.0.0.0/8",
        }),
      ],
      [],
    ],
  ])("isn't one that the code has %s", (_, changes, resources) => {
    expect(added(changes, resources)).toEqual([]);
  });

  it("is not asked of a group that isn't made yet, or that goes with it", () => {
    const ssh = shown({ from_port: 22, to_port: 22, cidr_blocks: ["0.0.0.0/0"] });
    expect(added([create(address, { name: "web" })])).toEqual([]);
    expect(added([remove(address, { id, ingress: [ssh] })])).toEqual([]);
  });
});
