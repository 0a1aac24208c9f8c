import type { AttributeChange } from "./compare/attributes";

/** The arguments whose change makes Terraform destroy a resource and create another one. */
interface Replaced {
  /** In the words of the provider's documentation; an argument of a block behind the block's name. */
  readonly by: readonly string[];
}

const by = (...names: string[]): Replaced => ({ by: names });
const named = ["name", "name_prefix"];

/** Where the provider documents a type: for each, which argument "Forces new resource". */
export function documentation(type: string): string {
  return `https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/${type.replace(/^aws_/, "")}`;
}

/**
 * Every type of resource in the stacks. The provider's schema doesn't say what replaces a resource, its documentation
 * does not always: `__tests__/provider` holds the table against what the provider plans.
 */
export const replacements: Readonly<Record<string, Replaced>> = {
  aws_autoscaling_group: by(...named),
  aws_autoscaling_policy: by("name", "autoscaling_group_name"),
  aws_cloudwatch_composite_alarm: by("alarm_name"),
  aws_cloudwatch_dashboard: by("dashboard_name"),
  aws_cloudwatch_event_rule: by(...named, "event_bus_name"),
  aws_cloudwatch_event_target: by("rule", "target_id", "event_bus_name"),
  aws_cloudwatch_log_group: by(...named, "log_group_class"),
  aws_cloudwatch_metric_alarm: by("alarm_name"),
  aws_db_instance: by(
    "availability_zone",
    "character_set_name",
    "db_name",
    "engine",
    "identifier_prefix",
    "kms_key_id",
    "snapshot_identifier",
    "storage_encrypted",
    "timezone",
    "username",
  ),
  aws_db_option_group: by(
    ...named,
    "engine_name",
    "major_engine_version",
    "option_group_description",
  ),
  aws_db_parameter_group: by(...named, "family", "description"),
  aws_db_subnet_group: by(...named),
  aws_flow_log: by(
    "deliver_cross_account_role",
    "destination_options",
    "iam_role_arn",
    "log_destination",
    "log_destination_type",
    "log_format",
    "max_aggregation_interval",
    "subnet_id",
    "traffic_type",
    "vpc_id",
  ),
  aws_iam_instance_profile: by(...named, "path"),
  aws_iam_role: by(...named, "path"),
  aws_iam_role_policies_exclusive: by("role_name"),
  aws_iam_role_policy: by(...named, "role"),
  aws_iam_role_policy_attachments_exclusive: by("role_name"),
  aws_kms_alias: by(...named),
  aws_kms_key: by(
    "custom_key_store_id",
    "customer_master_key_spec",
    "key_usage",
    "multi_region",
    "xks_key_id",
  ),
  aws_lambda_function: by("function_name", "package_type"),
  aws_lambda_function_event_invoke_config: by("function_name", "qualifier"),
  aws_launch_template: by(...named),
  aws_lb: by(...named, "customer_owned_ipv4_pool", "internal", "load_balancer_type"),
  aws_lb_listener: by("load_balancer_arn"),
  aws_lb_target_group: by(
    ...named,
    "ip_address_type",
    "port",
    "protocol",
    "protocol_version",
    "target_type",
    "vpc_id",
  ),
  aws_s3_bucket: by("bucket", "bucket_prefix", "object_lock_enabled"),
  aws_s3_bucket_lifecycle_configuration: by("bucket", "expected_bucket_owner"),
  aws_s3_bucket_logging: by("bucket", "expected_bucket_owner"),
  aws_s3_bucket_ownership_controls: by("bucket"),
  aws_s3_bucket_policy: by("bucket"),
  aws_s3_bucket_public_access_block: by("bucket"),
  aws_s3_bucket_server_side_encryption_configuration: by("bucket", "expected_bucket_owner"),
  aws_s3_bucket_versioning: by("bucket", "expected_bucket_owner"),
  aws_secretsmanager_secret: by(...named),
  aws_secretsmanager_secret_policy: by("secret_arn"),
  aws_security_group: by(...named, "description", "vpc_id"),
  aws_sns_topic: by(...named, "fifo_topic"),
  aws_sns_topic_policy: by("arn"),
  aws_ssm_document: by("name", "document_type"),
  aws_ssm_parameter: by("name"),
  aws_vpc_security_group_egress_rule: by("security_group_id"),
  aws_vpc_security_group_ingress_rule: by("security_group_id"),
};

/** What no apply replaces: it only reads, or is a setting of Terraform's own. */
const neverReplaced = /^(data\.|terraform$|provider$|output$|removed$|terraform_data$)/;

/** @returns the changed arguments that replace a resource; null where the table doesn't know its type */
export function replacing(
  type: string,
  changes: readonly AttributeChange[],
): readonly string[] | null {
  if (neverReplaced.test(type)) return [];
  const replaced = replacements[type];
  if (replaced === undefined) return changes.length === 0 ? [] : null;
  const names = changes.map(({ path }) => path.split(/[.[]/)[0] ?? path);
  return [...new Set(names)].filter((name) => replaced.by.includes(name));
}
