import { isDeepStrictEqual } from "node:util";
import type { Configuration, SynthesizedStack } from "../../support/synthesized";
import { add, failing, type Invariant, isReference, securityGroupRules } from "./invariant";

const https = (stack: SynthesizedStack) =>
  stack.named("aws_vpc_security_group_ingress_rule", "access/world-to-load-balancer-https");
const isOpen = (rule: Configuration) => /\/0$/.test(rule.cidr_ipv4 ?? rule.cidr_ipv6 ?? "");

export const network: readonly Invariant[] = [
  {
    name: "nothing but 80 and 443 of the load balancer is reachable from anywhere",
    violations: (stack) => {
      const publicGroups = stack.ofType("aws_lb").flatMap((each) => each.security_groups);
      return failing(stack, ["aws_vpc_security_group_ingress_rule"], (rule) => {
        if (isReference(rule.referenced_security_group_id)) return true;
        const ofLoadBalancer = publicGroups.includes(rule.security_group_id);
        return (
          isOpen(rule) &&
          ofLoadBalancer &&
          rule.from_port === rule.to_port &&
          [80, 443].includes(rule.from_port)
        );
      });
    },
    breaches: [
      [
        (stack) =>
          add(stack, "aws_vpc_security_group_ingress_rule", {
            ...https(stack),
            from_port: 8080,
            to_port: 8080,
          }),
        "added",
      ],
      [
        (stack) =>
          add(stack, "aws_vpc_security_group_ingress_rule", {
            ...https(stack),
            security_group_id: "${aws_security_group.access_instance_8A0383FC.id}",
          }),
        "added",
      ],
      [
        (stack) =>
          add(stack, "aws_vpc_security_group_ingress_rule", { ...https(stack), from_port: 0 }),
        "added",
      ],
      [
        (stack) =>
          add(stack, "aws_vpc_security_group_ingress_rule", {
            ...https(stack),
            cidr_ipv4: undefined,
            prefix_list_id: "pl-1",
          }),
        "added",
      ],
    ],
  },
  {
    name: "instances don't wear the load balancer's security group",
    violations: (stack) => {
      const publicGroups = stack.ofType("aws_lb").flatMap((each) => each.security_groups);
      return failing(stack, ["aws_launch_template"], ({ network_interfaces: interfaces }) =>
        interfaces.every(({ security_groups: groups }: Configuration) =>
          groups.every((group: string) => !publicGroups.includes(group)),
        ),
      );
    },
    breaches: [
      [
        (stack) => {
          const [networkInterface] = stack.only("aws_launch_template").network_interfaces;
          networkInterface.security_groups = stack.only("aws_lb").security_groups;
        },
        "aws_launch_template",
      ],
    ],
  },
  {
    name: "a rule names TCP and one port",
    violations: (stack) =>
      failing(
        stack,
        securityGroupRules,
        (rule) => rule.ip_protocol === "tcp" && rule.from_port === rule.to_port,
      ),
    breaches: [[(stack) => Object.assign(https(stack), { ip_protocol: "-1" }), "https"]],
  },
  {
    name: "a way between two groups is open at both ends",
    violations: (stack) =>
      failing(
        stack,
        securityGroupRules,
        ({ security_group_id: own, referenced_security_group_id: peer, to_port: port }, { type }) =>
          peer === undefined ||
          stack
            .ofType(securityGroupRules.find((each) => each !== type) as string)
            .some(
              (other) =>
                other.security_group_id === peer &&
                other.referenced_security_group_id === own &&
                other.to_port === port,
            ),
      ),
    breaches: securityGroupRules.map((type) => [
      (stack) => {
        const rules = stack.json.resource[type];
        for (const [id, rule] of Object.entries<Configuration>(rules))
          if (rule.referenced_security_group_id !== undefined) delete rules[id];
      },
      securityGroupRules.find((each) => each !== type) as string,
    ]),
  },
  {
    name: "nothing is open on port 22",
    violations: (stack) =>
      failing(stack, securityGroupRules, (rule) => rule.from_port > 22 || rule.to_port < 22),
    breaches: [[(stack) => Object.assign(https(stack), { from_port: 1, to_port: 1024 }), "https"]],
  },
  {
    name: "security group rules are resources of their own",
    violations: (stack) => [
      ...failing(
        stack,
        ["aws_security_group"],
        (group) => group.ingress === undefined && group.egress === undefined,
      ),
      ...failing(stack, ["aws_security_group_rule"], () => false),
    ],
    breaches: [
      [
        (stack) => Object.assign(stack.ofType("aws_security_group")[0] as object, { ingress: [] }),
        "aws_security_group",
      ],
      [(stack) => add(stack, "aws_security_group_rule", {}), "added"],
    ],
  },
  {
    name: "a security group and each rule has a description that EC2 accepts",
    violations: (stack) =>
      failing(stack, ["aws_security_group", ...securityGroupRules], ({ description }) =>
        /^[a-zA-Z0-9. _\-:/()#,@[\]+=&;{}!$*]{1,255}$/.test(description ?? ""),
      ),
    breaches: [
      [(stack) => Object.assign(https(stack), { description: "the world's way in" }), "https"],
      [(stack) => Object.assign(https(stack), { description: undefined }), "https"],
    ],
  },
  {
    name: "port 80 redirects to 443 and never forwards",
    violations: (stack) =>
      failing(stack, ["aws_lb_listener"], (listener) => {
        const [action] = listener.default_action;
        return (
          listener.port !== 80 ||
          (action.type === "redirect" &&
            action.redirect.protocol === "HTTPS" &&
            action.redirect.status_code === "HTTP_301")
        );
      }),
    breaches: [
      [
        (stack) =>
          Object.assign(stack.named("aws_lb_listener", "load-balancer/http"), {
            default_action: [{ type: "forward" }],
          }),
        "http",
      ],
    ],
  },
  {
    name: "TLS is 1.2 or 1.3",
    violations: (stack) =>
      failing(
        stack,
        ["aws_lb_listener"],
        (listener) =>
          listener.protocol !== "HTTPS" ||
          /^ELBSecurityPolicy-TLS13-1-[23]-/.test(listener.ssl_policy ?? ""),
      ),
    breaches: [
      [
        (stack) =>
          Object.assign(stack.named("aws_lb_listener", "load-balancer/https"), {
            ssl_policy: "ELBSecurityPolicy-2016-08",
          }),
        "https",
      ],
      [
        (stack) =>
          Object.assign(stack.named("aws_lb_listener", "load-balancer/https"), {
            ssl_policy: undefined,
          }),
        "https",
      ],
    ],
  },
  {
    name: "the database is in every default subnet or in every private one, and a function in those that the instances have",
    violations: (stack) => {
      const all = stack
        .resources()
        .filter(({ type, address }) => type === "aws_subnet" && address.includes("_private-"))
        .map(({ address }) => `\${${address}.id}`);
      const every = ({ subnet_ids: ids }: Configuration) =>
        /^\$\{data\.aws_subnets\.network_all-subnets_/.test(ids) ||
        (all.length > 1 && isDeepStrictEqual(ids, all));
      const [group] = stack.ofType("aws_autoscaling_group");
      return [
        ...failing(stack, ["aws_db_subnet_group"], every),
        ...failing(
          stack,
          ["aws_lambda_function"],
          ({ vpc_config: network }) =>
            network === undefined ||
            (network.subnet_ids === group?.vpc_zone_identifier && !every(network)),
        ),
      ];
    },
    breaches: [
      [
        (stack) => {
          const { vpc_zone_identifier: instances } = stack.only("aws_autoscaling_group");
          stack.only("aws_db_subnet_group").subnet_ids = instances;
        },
        "aws_db_subnet_group",
      ],
      [
        (stack) => {
          const { subnet_ids: every } = stack.only("aws_db_subnet_group");
          stack.named("aws_lambda_function", "database-user/this").vpc_config.subnet_ids = every;
        },
        "aws_lambda_function",
      ],
    ],
  },
  {
    name: "security groups of instances are set on the network interface only",
    violations: (stack) =>
      failing(
        stack,
        ["aws_launch_template"],
        (template) =>
          template.vpc_security_group_ids === undefined &&
          template.network_interfaces?.[0]?.security_groups?.length > 0,
      ),
    breaches: [
      [
        (stack) =>
          Object.assign(stack.only("aws_launch_template"), { vpc_security_group_ids: ["sg-1"] }),
        "aws_launch_template",
      ],
    ],
  },
];
