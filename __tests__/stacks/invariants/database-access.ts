import type { SynthesizedStack } from "../../support/synthesized";
import { add, failing, type Invariant, strings } from "./invariant";

/**
 * Who may wear the security groups of a database and of its clients, by the database's engine: whoever else does would
 * reach the database, or be taken for it. With MySQL it is the instances, and the one exception: the function that makes
 * the backoffice's user. With PostgreSQL it is tally's machines, and the tasks of its other services.
 */
const wearers: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  mysql: {
    "access/database": "aws_db_instance.",
    "access/instance": "aws_launch_template.",
    "database-user/access/group": "aws_lambda_function.database-user_",
  },
  postgres: {
    "access/database": "aws_db_instance.",
    "access/adder": "aws_launch_template.adder-template_",
    "access/tasks": "aws_ecs_service.",
  },
};

const wearersIn = (stack: SynthesizedStack) =>
  Object.entries(wearers[stack.ofType("aws_db_instance")[0]?.engine] ?? {});
const clientsIn = (stack: SynthesizedStack) =>
  wearersIn(stack)
    .map(([path]) => path)
    .slice(1);

/** How a rule refers to the security group of a construct path. */
function securityGroup(stack: SynthesizedStack, path: string): string {
  const { "//": metadata } = stack.named("aws_security_group", path);
  return `\${aws_security_group.${metadata.metadata.uniqueId}.id}`;
}

const isClient = (stack: SynthesizedStack, group: unknown) =>
  clientsIn(stack).some((path) => securityGroup(stack, path) === group);

/** Security groups that the stack's databases wear, and their ports. */
const worn = (stack: SynthesizedStack): string[] =>
  stack.ofType("aws_db_instance").flatMap((each) => each.vpc_security_group_ids ?? []);
const portOf = (stack: SynthesizedStack): number => stack.ofType("aws_db_instance")[0]?.port;

/** A rule of a database's group, as far as it doesn't name who. */
const rule = (stack: SynthesizedStack) => ({
  ip_protocol: "tcp",
  from_port: portOf(stack),
  to_port: portOf(stack),
});
const [ingress, egress] = [
  "aws_vpc_security_group_ingress_rule",
  "aws_vpc_security_group_egress_rule",
];

/** Who reaches a database. */
export const databaseAccess: readonly Invariant[] = [
  {
    name: "a database lets in only its named clients, by its engine's port, and has no way out",
    violations: (stack) => [
      ...failing(
        stack,
        [ingress],
        (each) =>
          !worn(stack).includes(each.security_group_id) ||
          (isClient(stack, each.referenced_security_group_id) &&
            each.from_port === portOf(stack) &&
            each.to_port === portOf(stack)),
      ),
      ...failing(
        stack,
        [egress],
        (each) =>
          !worn(stack).includes(each.security_group_id) &&
          (!worn(stack).includes(each.referenced_security_group_id) ||
            isClient(stack, each.security_group_id)),
      ),
    ],
    breaches: [
      [
        (stack) =>
          add(stack, ingress, {
            ...rule(stack),
            security_group_id: securityGroup(stack, "access/database"),
            referenced_security_group_id: securityGroup(stack, "access/load-balancer"),
          }),
        "ingress_rule.added",
      ],
      [
        (stack) =>
          add(stack, ingress, {
            ...rule(stack),
            to_port: portOf(stack) + 1,
            security_group_id: securityGroup(stack, "access/database"),
            referenced_security_group_id: securityGroup(stack, clientsIn(stack)[0] ?? ""),
          }),
        "ingress_rule.added",
      ],
      [
        (stack) =>
          add(stack, egress, {
            ...rule(stack),
            security_group_id: securityGroup(stack, "access/database"),
            cidr_ipv4: "0.0.0.0/0",
          }),
        "egress_rule.added",
      ],
      [
        (stack) =>
          add(stack, egress, {
            ...rule(stack),
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
      wearersIn(stack).flatMap(([path, wearer]) => {
        const group = securityGroup(stack, path);
        const wearing = stack
          .resources()
          .filter(({ type }) => !type.startsWith("aws_vpc_security_group_"))
          .filter(({ configuration }) => strings(configuration).some(({ text }) => text === group))
          .map(({ address }) => address);
        return wearing.length === 0
          ? [`nobody wears ${path}`]
          : wearing.filter((address) => !address.startsWith(wearer));
      }),
    breaches: [
      ...[0, 1, 2].map((index): Invariant["breaches"][number] => [
        (stack) =>
          add(stack, "aws_lambda_function", {
            vpc_config: {
              security_group_ids: [securityGroup(stack, wearersIn(stack)[index]?.[0] ?? "")],
            },
          }),
        "aws_lambda_function.added",
      ]),
      [
        (stack) => Object.assign(stack.only("aws_db_instance"), { vpc_security_group_ids: [] }),
        "access/database",
      ],
    ],
  },
];
