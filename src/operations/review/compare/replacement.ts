import type { AttributeChange } from "./attributes";

const named = ["name", "name_prefix"];

/** Where the provider documents a type, and which of its arguments "Forces new resource". */
export function documentation(type: string): string {
  return `https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/${type.replace(/^aws_/, "")}`;
}

/**
 * For every type of resource in the stacks, the arguments whose change makes Terraform destroy a resource and create
 * another one. The provider's schema doesn't say it, and its documentation not always: `__tests__/provider` holds the
 * table against what the provider plans.
 */
export const replacements: Readonly<Record<string, readonly string[]>> = {
  aws_appautoscaling_policy: ["name", "resource_id", "scalable_dimension", "service_namespace"],
  aws_appautoscaling_target: ["resource_id", "scalable_dimension", "service_namespace"],
  aws_autoscaling_group: [...named],
  aws_autoscaling_policy: ["name", "autoscaling_group_name"],
  aws_budgets_budget: ["account_id", ...named],
  aws_cloudwatch_composite_alarm: ["actions_enabled", "alarm_name"],
  aws_cloudwatch_dashboard: ["dashboard_name"],
  aws_cloudwatch_event_rule: [...named, "event_bus_name"],
  aws_cloudwatch_event_target: ["rule", "target_id", "event_bus_name"],
  aws_cloudwatch_log_group: [...named, "log_group_class"],
  aws_cloudwatch_log_resource_policy: ["policy_name"],
  aws_cloudwatch_metric_alarm: ["alarm_name"],
  aws_db_instance: [
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
  ],
  aws_db_option_group: [
    ...named,
    "engine_name",
    "major_engine_version",
    "option_group_description",
  ],
  aws_db_parameter_group: [...named, "family", "description"],
  aws_db_subnet_group: [...named],
  aws_default_security_group: ["vpc_id"],
  aws_ecr_lifecycle_policy: ["policy", "repository"],
  aws_ecr_repository: ["name", "encryption_configuration"],
  aws_ecr_repository_policy: ["repository"],
  aws_ecs_capacity_provider: ["name", "auto_scaling_group_provider"],
  aws_ecs_cluster: ["name"],
  aws_ecs_cluster_capacity_providers: ["cluster_name"],
  aws_ecs_service: ["name", "cluster", "launch_type", "scheduling_strategy"],
  aws_ecs_task_definition: [
    "container_definitions",
    "cpu",
    "execution_role_arn",
    "family",
    "ipc_mode",
    "memory",
    "network_mode",
    "pid_mode",
    "requires_compatibilities",
    "runtime_platform",
    "task_role_arn",
  ],
  aws_flow_log: [
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
  ],
  aws_iam_instance_profile: [...named, "path"],
  aws_iam_openid_connect_provider: ["url"],
  aws_iam_policy: [...named, "description", "path"],
  aws_iam_role: [...named, "path"],
  aws_iam_role_policies_exclusive: ["role_name"],
  aws_iam_role_policy: [...named, "role"],
  aws_iam_role_policy_attachments_exclusive: ["role_name"],
  aws_internet_gateway: [],
  aws_kms_alias: [...named],
  aws_kms_key: [
    "custom_key_store_id",
    "customer_master_key_spec",
    "key_usage",
    "multi_region",
    "xks_key_id",
  ],
  aws_lambda_function: ["function_name", "package_type"],
  aws_lambda_function_event_invoke_config: ["function_name", "qualifier"],
  aws_launch_template: [...named],
  aws_lb: [...named, "customer_owned_ipv4_pool", "internal", "load_balancer_type"],
  aws_lb_listener: ["load_balancer_arn"],
  aws_lb_listener_rule: ["listener_arn"],
  aws_lb_target_group: [
    ...named,
    "ip_address_type",
    "port",
    "protocol",
    "protocol_version",
    "target_type",
    "vpc_id",
  ],
  aws_route: ["destination_cidr_block", "route_table_id"],
  aws_route_table: ["vpc_id"],
  aws_route_table_association: ["subnet_id"],
  aws_s3_bucket: ["bucket", "bucket_prefix", "object_lock_enabled"],
  aws_s3_bucket_lifecycle_configuration: ["bucket", "expected_bucket_owner"],
  aws_s3_bucket_logging: ["bucket", "expected_bucket_owner"],
  aws_s3_bucket_ownership_controls: ["bucket"],
  aws_s3_bucket_policy: ["bucket"],
  aws_s3_bucket_public_access_block: ["bucket"],
  aws_s3_bucket_server_side_encryption_configuration: ["bucket", "expected_bucket_owner"],
  aws_s3_bucket_versioning: ["bucket", "expected_bucket_owner"],
  aws_secretsmanager_secret: [...named],
  aws_secretsmanager_secret_policy: ["secret_arn"],
  aws_security_group: [...named, "description", "vpc_id"],
  aws_sns_topic: [...named, "fifo_topic"],
  aws_sns_topic_policy: ["arn"],
  aws_sqs_queue: [...named, "fifo_queue"],
  aws_sqs_queue_policy: ["queue_url"],
  aws_sqs_queue_redrive_allow_policy: ["queue_url"],
  aws_sqs_queue_redrive_policy: ["queue_url"],
  aws_ssm_document: ["name"],
  aws_ssm_parameter: ["name"],
  aws_subnet: ["availability_zone", "cidr_block", "vpc_id"],
  aws_vpc: ["cidr_block"],
  aws_vpc_endpoint: ["service_name", "vpc_endpoint_type", "vpc_id"],
  aws_vpc_security_group_egress_rule: ["security_group_id"],
  aws_vpc_security_group_ingress_rule: ["security_group_id"],
  aws_wafv2_web_acl: [...named, "scope"],
  aws_wafv2_web_acl_association: ["resource_arn", "web_acl_arn"],
  aws_wafv2_web_acl_logging_configuration: ["log_destination_configs", "resource_arn"],
};

/** What no apply replaces: it only reads, or is a setting of Terraform's own. */
const neverReplaced = /^(data\.|terraform$|provider$|output$|removed$|terraform_data$)/;

/** @returns the changed arguments that replace a resource; null where the table doesn't know its type */
export function replacing(
  type: string,
  changes: readonly AttributeChange[],
): readonly string[] | null {
  if (neverReplaced.test(type)) return [];
  const replacedBy = replacements[type];
  if (replacedBy === undefined) return changes.length === 0 ? [] : null;
  const names = changes.map(({ path }) => path.split(/[.[]/)[0] ?? path);
  return [...new Set(names)].filter((name) => replacedBy.includes(name));
}
