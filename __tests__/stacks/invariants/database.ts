import type { Configuration, SynthesizedStack } from "../../support/synthesized";
import { add, failing, type Invariant, isReference } from "./invariant";

const database = (stack: SynthesizedStack) => stack.only("aws_db_instance");
const change = (attributes: Configuration) => (stack: SynthesizedStack) =>
  Object.assign(database(stack), attributes);
const databases = ["aws_db_instance"];

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

const rule = { ip_protocol: "tcp", from_port: 3306, to_port: 3306 };

export const databaseInvariants: readonly Invariant[] = [
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
    name: "a database is private, and its security group is nobody else's",
    violations: (stack) => {
      const others = [
        ...stack.ofType("aws_lb").flatMap((each) => each.security_groups),
        ...stack
          .ofType("aws_launch_template")
          .flatMap((each) => each.network_interfaces)
          .flatMap((each) => each.security_groups),
      ];
      return failing(
        stack,
        databases,
        (each) =>
          each.publicly_accessible === false &&
          isReference(each.db_subnet_group_name) &&
          each.vpc_security_group_ids?.length > 0 &&
          each.vpc_security_group_ids.every((group: string) => !others.includes(group)),
      );
    },
    breaches: [
      [change({ publicly_accessible: undefined }), "aws_db_instance"],
      [change({ db_subnet_group_name: undefined }), "aws_db_instance"],
      [change({ vpc_security_group_ids: undefined }), "aws_db_instance"],
      [
        (stack) =>
          change({ vpc_security_group_ids: [securityGroup(stack, "access/instance")] })(stack),
        "aws_db_instance",
      ],
    ],
  },
  {
    name: "a database is backed up for a week at the least, and production's for two",
    violations: (stack) => {
      const [provider] = stack.json.provider.aws;
      const least = provider.default_tags[0].tags.Environment === "production" ? 14 : 7;
      return failing(
        stack,
        databases,
        (each) =>
          each.backup_retention_period >= least &&
          each.delete_automated_backups === false &&
          each.skip_final_snapshot === false &&
          each.copy_tags_to_snapshot === true &&
          !isReference(each.final_snapshot_identifier),
      );
    },
    breaches: [
      [change({ backup_retention_period: 13 }), "aws_db_instance"],
      [change({ skip_final_snapshot: true }), "aws_db_instance"],
      [change({ delete_automated_backups: undefined }), "aws_db_instance"],
      [change({ copy_tags_to_snapshot: undefined }), "aws_db_instance"],
      [change({ final_snapshot_identifier: "${timestamp()}" }), "aws_db_instance"],
    ],
  },
  {
    name: "a production database has a standby",
    violations: (stack) => {
      const [provider] = stack.json.provider.aws;
      const needed = provider.default_tags[0].tags.Environment === "production";
      return failing(stack, databases, (each) => !needed || each.multi_az === true);
    },
    breaches: [[change({ multi_az: false }), "aws_db_instance"]],
  },
  {
    name: "a database's password is RDS's own, its master user is not admin, and IAM logs applications in",
    violations: (stack) =>
      failing(
        stack,
        databases,
        (each) =>
          each.manage_master_user_password === true &&
          isReference(each.master_user_secret_kms_key_id) &&
          each.password === undefined &&
          each.password_wo === undefined &&
          /^(?!admin)[a-z][a-z0-9]{0,15}$/.test(each.username) &&
          each.iam_database_authentication_enabled === true,
      ),
    breaches: [
      [change({ manage_master_user_password: undefined, password: "x" }), "aws_db_instance"],
      [change({ password_wo: "x" }), "aws_db_instance"],
      [change({ master_user_secret_kms_key_id: undefined }), "aws_db_instance"],
      [change({ username: "admin" }), "aws_db_instance"],
      [change({ iam_database_authentication_enabled: undefined }), "aws_db_instance"],
    ],
  },
  {
    name: "a database is watched: logs of three kinds, Enhanced Monitoring, Database Insights",
    violations: (stack) =>
      failing(
        stack,
        databases,
        (each) =>
          ["audit", "error", "slowquery"].every((log) =>
            each.enabled_cloudwatch_logs_exports?.includes(log),
          ) &&
          each.monitoring_interval > 0 &&
          isReference(each.monitoring_role_arn) &&
          each.performance_insights_enabled === true &&
          isReference(each.performance_insights_kms_key_id) &&
          each.performance_insights_retention_period ===
            (each.database_insights_mode === "advanced" ? 465 : 7) &&
          !/\.(micro|small)$/.test(each.instance_class),
      ),
    breaches: [
      [change({ enabled_cloudwatch_logs_exports: ["audit", "error"] }), "aws_db_instance"],
      [change({ monitoring_interval: 0 }), "aws_db_instance"],
      [change({ performance_insights_retention_period: 7 }), "aws_db_instance"],
      [change({ performance_insights_kms_key_id: undefined }), "aws_db_instance"],
      [change({ instance_class: "db.t4g.small" }), "aws_db_instance"],
    ],
  },
  {
    name: "a database waits for the log groups that RDS would make otherwise, which have its name",
    violations: (stack) =>
      failing(stack, databases, (each) =>
        each.enabled_cloudwatch_logs_exports.every((log: string) => {
          const name = `/aws/rds/instance/${each.identifier}/${log}`;
          const group = stack.resources().find(({ configuration }) => configuration.name === name);
          return group !== undefined && each.depends_on?.includes(group.address);
        }),
      ),
    breaches: [
      [change({ identifier: "other" }), "aws_db_instance"],
      [change({ depends_on: [] }), "aws_db_instance"],
    ],
  },
  {
    name: "a database asks for TLS, by parameters whose apply method is written",
    violations: (stack) =>
      failing(stack, ["aws_db_parameter_group"], ({ parameter }) => {
        const value = (name: string) =>
          parameter.find((each: Configuration) => each.name === name)?.value;
        return (
          value("require_secure_transport") === "1" &&
          value("slow_query_log") === "1" &&
          value("log_output") === "FILE" &&
          parameter.every((each: Configuration) => each.apply_method !== undefined)
        );
      }),
    breaches: [
      ...["require_secure_transport", "slow_query_log", "log_output"].map(
        (name): Invariant["breaches"][number] => [
          (stack) => {
            const group = stack.only("aws_db_parameter_group");
            group.parameter = group.parameter.filter((each: Configuration) => each.name !== name);
          },
          "aws_db_parameter_group",
        ],
      ),
      [
        (stack) => delete stack.only("aws_db_parameter_group").parameter[0].apply_method,
        "aws_db_parameter_group",
      ],
    ],
  },
  {
    name: "a database takes its minor versions and its storage by itself, and no plan shows it",
    violations: (stack) =>
      failing(
        stack,
        databases,
        (each) =>
          each.apply_immediately === true &&
          /^\d+\.\d+$/.test(each.engine_version) &&
          each.auto_minor_version_upgrade === true &&
          each.max_allocated_storage > each.allocated_storage,
      ),
    breaches: [
      [change({ apply_immediately: undefined }), "aws_db_instance"],
      [change({ engine_version: "8.4.6" }), "aws_db_instance"],
      [change({ auto_minor_version_upgrade: false }), "aws_db_instance"],
      [change({ max_allocated_storage: undefined }), "aws_db_instance"],
    ],
  },
];
