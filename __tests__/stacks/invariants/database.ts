import type { Configuration, SynthesizedStack } from "../../support/synthesized";
import { failing, type Invariant, isReference } from "./invariant";

const database = (stack: SynthesizedStack) => stack.only("aws_db_instance");
const change = (attributes: Configuration) => (stack: SynthesizedStack) =>
  Object.assign(database(stack), attributes);
const databases = ["aws_db_instance"];

/** What differs between engines. */
const engines: Readonly<Record<string, { readonly logs: readonly string[]; version: RegExp }>> = {
  mysql: { logs: ["audit", "error", "iam-db-auth-error", "slowquery"], version: /^\d+\.\d+$/ },
  postgres: { logs: ["iam-db-auth-error", "postgresql", "upgrade"], version: /^\d+$/ },
};

const engineOf = ({ engine }: Configuration) =>
  engines[engine] ?? { logs: ["(unknown engine)"], version: /^$/ };

/** The group of the stack that a database refers to. */
function worn(
  stack: SynthesizedStack,
  type: string,
  reference: unknown,
): Configuration | undefined {
  return stack
    .resources()
    .find((each) => each.type === type && String(reference).startsWith(`\${${each.address}.`))
    ?.configuration;
}

export const databaseInvariants: readonly Invariant[] = [
  {
    name: "a database is private",
    violations: (stack) =>
      failing(
        stack,
        databases,
        (each) => each.publicly_accessible === false && isReference(each.db_subnet_group_name),
      ),
    breaches: [
      [change({ publicly_accessible: undefined }), "aws_db_instance"],
      [change({ db_subnet_group_name: undefined }), "aws_db_instance"],
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
    name: "a database is watched: all logs of its engine, refused logins among them, Enhanced Monitoring, Database Insights",
    violations: (stack) =>
      failing(
        stack,
        databases,
        (each) =>
          engineOf(each).logs.every((log) => each.enabled_cloudwatch_logs_exports?.includes(log)) &&
          each.monitoring_interval > 0 &&
          isReference(each.monitoring_role_arn) &&
          each.performance_insights_enabled === true &&
          isReference(each.performance_insights_kms_key_id) &&
          each.performance_insights_retention_period ===
            (each.database_insights_mode === "advanced" ? 465 : 7) &&
          !/\.(micro|small)$/.test(each.instance_class),
      ),
    breaches: [
      [
        change({ enabled_cloudwatch_logs_exports: ["audit", "error", "slowquery"] }),
        "aws_db_instance",
      ],
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
      failing(stack, databases, (each) => {
        const group = worn(stack, "aws_db_parameter_group", each.parameter_group_name);
        const value = (name: string) =>
          group?.parameter.find((parameter: Configuration) => parameter.name === name)?.value;
        // https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/PostgreSQL.Concepts.General.SSL.html
        const asks =
          each.engine === "postgres"
            ? Number(each.engine_version) >= 15 && value("rds.force_ssl") !== "0"
            : value("require_secure_transport") === "1" &&
              value("slow_query_log") === "1" &&
              value("log_output") === "FILE";
        return (
          asks && group?.parameter.every((each: Configuration) => each.apply_method !== undefined)
        );
      }),
    breaches: [
      ...["require_secure_transport", "slow_query_log", "log_output"].map(
        (name): Invariant["breaches"][number] => [
          (stack) => {
            const group = stack.only("aws_db_parameter_group");
            group.parameter = group.parameter.filter((each: Configuration) => each.name !== name);
          },
          "aws_db_instance",
        ],
      ),
      [
        (stack) => delete stack.only("aws_db_parameter_group").parameter[0].apply_method,
        "aws_db_instance",
      ],
      [change({ parameter_group_name: undefined }), "aws_db_instance"],
      [change({ parameter_group_name: "default.mysql8.4" }), "aws_db_instance"],
    ],
  },
  {
    name: "a MySQL database has the plugin that writes the audit log",
    violations: (stack) =>
      failing(
        stack,
        databases,
        (each) =>
          each.engine !== "mysql" ||
          worn(stack, "aws_db_option_group", each.option_group_name)?.option.some(
            (option: Configuration) => option.option_name === "MARIADB_AUDIT_PLUGIN",
          ),
      ),
    breaches: [
      [change({ option_group_name: undefined }), "aws_db_instance"],
      [
        (stack) => Object.assign(stack.only("aws_db_option_group"), { option: [] }),
        "aws_db_instance",
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
          engineOf(each).version.test(each.engine_version) &&
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
