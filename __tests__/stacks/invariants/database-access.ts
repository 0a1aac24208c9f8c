import type { SynthesizedStack } from "../../support/synthesized";
import { add, failing, type Invariant, strings } from "./invariant";

/** How a rule refers to the security group of a construct path. */
function securityGroup(stack: SynthesizedStack, path: string): string {
  const { "//": metadata } = stack.named("aws_security_group", path);
  return `\${aws_security_group.${metadata.metadata.uniqueId}.id}`;
}

/** The instances, and the one exception: the function that makes the backoffice's user. */
const clients = ["access/instance", "database-user/access/group"];
const isClient = (stack: SynthesizedStack, group: unknown) =>
  clients.some((path) => securityGroup(stack, path) === group);

/** Security groups that the stack's databases wear. */
const worn = (stack: SynthesizedStack): string[] =>
  stack.ofType("aws_db_instance").flatMap((each) => each.vpc_security_group_ids ?? []);

/** Who may wear which group: whoever else does would reach the database, or be taken for it. */
const wearers: Readonly<Record<string, string>> = {
  "access/database": "aws_db_instance.",
  "access/instance": "aws_launch_template.",
  "database-user/access/group": "aws_lambda_function.database-user_",
};

const rule = { ip_protocol: "tcp", from_port: 3306, to_port: 3306 };

/** Who reaches a database. */
export const databaseAccess: readonly Invariant[] = [
  {
    name: "a database lets in only its named clients, by MySQL's port, and has no way out",
    violations: (stack) => [
      ...failing(
        stack,
        ["aws_vpc_security_group_ingress_rule"],
        (each) =>
          !worn(stack).includes(each.security_group_id) ||
          (isClient(stack, each.referenced_security_group_id) &&
            each.from_port === 3306 &&
            each.to_port === 3306),
      ),
      ...failing(
        stack,
        ["aws_vpc_security_group_egress_rule"],
        (each) =>
          !worn(stack).includes(each.security_group_id) &&
          (!worn(stack).includes(each.referenced_security_group_id) ||
            isClient(stack, each.security_group_id)),
      ),
    ],
    breaches: [
      [
        (stack) =>
          add(stack, "aws_vpc_security_group_ingress_rule", {
            ...rule,
            security_group_id: securityGroup(stack, "access/database"),
            referenced_security_group_id: securityGroup(stack, "access/load-balancer"),
          }),
        "ingress_rule.added",
      ],
      [
        (stack) =>
          add(stack, "aws_vpc_security_group_ingress_rule", {
            ...rule,
            to_port: 3307,
            security_group_id: securityGroup(stack, "access/database"),
            referenced_security_group_id: securityGroup(stack, "access/instance"),
          }),
        "ingress_rule.added",
      ],
      [
        (stack) =>
          add(stack, "aws_vpc_security_group_egress_rule", {
            ...rule,
            security_group_id: securityGroup(stack, "access/database"),
            cidr_ipv4: "0.0.0.0/0",
          }),
        "egress_rule.added",
      ],
      [
        (stack) =>
          add(stack, "aws_vpc_security_group_egress_rule", {
            ...rule,
            security_group_id: securityGroup(stack, "access/load-balancer"),
            referenced_security_group_id: securityGroup(stack, "access/database"),
          }),
        "egress_rule.added",
      ],
    ],
  },
  {
    name: "a database's security group, and those of its clients, are worn by nobody else",
    violations: (stack) =>
      Object.entries(stack.ofType("aws_db_instance").length > 0 ? wearers : {}).flatMap(
        ([path, wearer]) => {
          const group = securityGroup(stack, path);
          const wearing = stack
            .resources()
            .filter(({ type }) => !type.startsWith("aws_vpc_security_group_"))
            .filter(({ configuration }) =>
              strings(configuration).some(({ text }) => text === group),
            )
            .map(({ address }) => address);
          return wearing.length === 0
            ? [`nobody wears ${path}`]
            : wearing.filter((address) => !address.startsWith(wearer));
        },
      ),
    breaches: [
      ...Object.keys(wearers).map((path): Invariant["breaches"][number] => [
        (stack) =>
          Object.assign(stack.named("aws_lambda_function", "updater-function/this"), {
            vpc_config: { security_group_ids: [securityGroup(stack, path)] },
          }),
        "aws_lambda_function.updater-function_",
      ]),
      [
        (stack) => Object.assign(stack.only("aws_db_instance"), { vpc_security_group_ids: [] }),
        "access/database",
      ],
    ],
  },
];
