/** What somebody can add to a resource from outside without any planned change, and how that is seen all the same. */
export interface Addable {
  readonly what: string;
  readonly seen: Seen;
}

export type Seen =
  /** The plan shows it in an attribute that nobody sets: `in-plan` compares. */
  | { readonly by: "plan"; readonly attributes: readonly string[] }
  /** This resource, beside it in the code, owns all of the kind: an apply reverts it, so it is drift. */
  | { readonly by: "resource"; readonly type: string }
  /** An action of AWS's API tells, as IAM names it: `look.ts` asks. */
  | { readonly by: "call"; readonly call: string }
  /** Nobody looks, for this reason. */
  | { readonly by: "nobody"; readonly because: string };

const plan = (what: string, ...attributes: string[]): Addable => ({
  what,
  seen: { by: "plan", attributes },
});
const resource = (what: string, type: string): Addable => ({
  what,
  seen: { by: "resource", type },
});
const call = (what: string, name: string): Addable => ({ what, seen: { by: "call", call: name } });
const nobody = (what: string, because: string): Addable => ({
  what,
  seen: { by: "nobody", because },
});

/**
 * Every type of resource in the stacks. An empty list: all that it holds stands in the code or has a default of the
 * provider's, so that an apply reverts it, and nothing hangs on it. A test holds that no type is missing.
 */
export const addables: Readonly<Record<string, readonly Addable[]>> = {
  aws_appautoscaling_policy: [],
  aws_appautoscaling_target: [
    nobody("scheduled actions", "what they set is planned back, and policies move tasks within it"),
  ],
  aws_autoscaling_group: [
    call("scaling policies", "autoscaling:DescribePolicies"),
    call("scheduled actions", "autoscaling:DescribeScheduledActions"),
    call("lifecycle hooks", "autoscaling:DescribeLifecycleHooks"),
    call("notifications", "autoscaling:DescribeNotificationConfigurations"),
    call("instances that were attached by hand", "autoscaling:DescribeAutoScalingGroups"),
    plan("classic load balancers, other traffic sources", "load_balancers", "traffic_source"),
    plan("another cool-down", "default_cooldown"),
    plan("another service-linked role", "service_linked_role_arn"),
    nobody("another desired capacity", "the scaling policies move it within its limits"),
  ],
  aws_autoscaling_policy: [],
  aws_budgets_budget: [
    nobody("actions", "they act with a role of somebody else's, who could use it at once"),
  ],
  aws_cloudwatch_composite_alarm: [],
  aws_cloudwatch_dashboard: [],
  aws_cloudwatch_event_rule: [
    nobody("further targets", "they hear which instance failed, and can change nothing here"),
  ],
  aws_cloudwatch_event_target: [],
  aws_cloudwatch_log_group: [
    call("subscription filters", "logs:DescribeSubscriptionFilters"),
    call("metric filters", "logs:DescribeMetricFilters"),
    call("a data protection policy", "logs:DescribeLogGroups"),
    call("a resource policy of its own, or of the account", "logs:DescribeResourcePolicies"),
    nobody("index policies, anomaly detectors", "they only read, and show nothing to anybody else"),
  ],
  aws_cloudwatch_log_resource_policy: [],
  aws_cloudwatch_metric_alarm: [],
  aws_db_instance: [
    call("roles of the database", "rds:DescribeDBInstances"),
    call("clusters that are replicas, replicated backups", "rds:DescribeDBInstances"),
    call("snapshots", "rds:DescribeDBSnapshots"),
    call("other accounts that may restore one", "rds:DescribeDBSnapshotAttributes"),
    call("a resource policy of the master user's secret", "secretsmanager:GetResourcePolicy"),
    call("replicas of that secret", "secretsmanager:DescribeSecret"),
    plan("read replicas", "replicas"),
    plan("an address of IPv6", "network_type"),
    nobody("users and rights in MySQL", "AWS doesn't know them: database-user ensures its own"),
  ],
  aws_db_option_group: [],
  aws_db_parameter_group: [],
  aws_db_subnet_group: [],
  aws_default_security_group: [],
  aws_ecr_lifecycle_policy: [],
  aws_ecr_repository: [
    resource("a policy that lets others in", "aws_ecr_repository_policy"),
    nobody("images", "CI pushes them, and a task definition names one by its digest"),
  ],
  aws_ecr_repository_policy: [],
  aws_ecs_capacity_provider: [],
  aws_ecs_cluster: [
    nobody("tasks and services of others", "whoever can pass a task's role can use it at once"),
  ],
  aws_ecs_cluster_capacity_providers: [],
  aws_ecs_service: [],
  aws_ecs_task_definition: [
    nobody("further versions", "a service names its own, and another one is planned back"),
  ],
  aws_flow_log: [],
  aws_iam_instance_profile: [
    nobody("instances of others that have it", "whoever can pass the role can use it at once"),
  ],
  aws_iam_openid_connect_provider: [
    nobody("roles of others that trust it", "whoever can make a role can trust anybody with it"),
  ],
  aws_iam_policy: [
    nobody("others that have it", "whoever can attach it can give the same rights by another"),
  ],
  aws_iam_role: [
    plan("policies, where nothing owns all", "inline_policy", "managed_policy_arns"),
    resource("inline policies", "aws_iam_role_policies_exclusive"),
    resource("attached policies", "aws_iam_role_policy_attachments_exclusive"),
    call("other instance profiles that hold it", "iam:ListInstanceProfilesForRole"),
  ],
  aws_iam_role_policies_exclusive: [],
  aws_iam_role_policy: [],
  aws_iam_role_policy_attachments_exclusive: [],
  aws_internet_gateway: [],
  aws_kms_alias: [],
  aws_kms_key: [
    call("grants", "kms:ListGrants"),
    call("further aliases", "kms:ListAliases"),
    plan("another rotation period", "rotation_period_in_days"),
  ],
  aws_lambda_function: [
    plan("code that was put in the console", "code_sha256"),
    call("permissions of others to call it, a version or an alias", "lambda:GetPolicy"),
    call("versions with such permissions", "lambda:ListVersionsByFunction"),
    call("event sources", "lambda:ListEventSourceMappings"),
    call("URLs", "lambda:ListFunctionUrlConfigs"),
    call("aliases", "lambda:ListAliases"),
    call("settings of other versions' events", "lambda:ListFunctionEventInvokeConfigs"),
    call("provisioned concurrency", "lambda:ListProvisionedConcurrencyConfigs"),
    plan("more ephemeral storage", "ephemeral_storage"),
    nobody("published versions", "only an alias or a permission of one lets others reach it"),
  ],
  aws_lambda_function_event_invoke_config: [],
  aws_launch_template: [
    plan("another default version", "default_version"),
    nobody("further versions", "the newest is what Terraform compares, so an apply reverts it"),
  ],
  aws_lb: [
    call("listeners", "elasticloadbalancing:DescribeListeners"),
    resource("another web ACL", "aws_wafv2_web_acl_association"),
  ],
  aws_lb_listener: [
    call("rules", "elasticloadbalancing:DescribeRules"),
    call("further certificates", "elasticloadbalancing:DescribeListenerCertificates"),
    plan("mutual authentication", "mutual_authentication"),
    plan("headers that it adds or renames", "routing_http_*"),
  ],
  aws_lb_listener_rule: [],
  aws_lb_target_group: [
    call("targets that were registered by hand", "elasticloadbalancing:DescribeTargetHealth"),
    plan("other load balancers that use it", "load_balancer_arns"),
    plan("stickiness", "stickiness"),
    plan(
      "other ways to balance",
      "load_balancing_anomaly_mitigation",
      "load_balancing_cross_zone_enabled",
    ),
    nobody(
      "when it fails over",
      "the alarms and the health of its targets show what becomes of it",
    ),
  ],
  aws_route: [],
  aws_route_table: [plan("further routes", "propagating_vgws", "route")],
  aws_route_table_association: [],
  aws_s3_bucket: [
    plan("cross-origin access", "cors_rule"),
    plan("a website", "website"),
    plan("replication", "replication_configuration"),
    plan("grants of its access list", "grant"),
    call("a grant of another account alone", "s3:GetBucketAcl"),
    plan("an object lock", "object_lock_configuration"),
    plan(
      "versions, a key, where the code has none",
      "versioning",
      "server_side_encryption_configuration",
    ),
    plan("a policy, where the code has none", "policy"),
    plan("logging, where the code has none", "logging"),
    plan("lifecycle rules, where the code has none", "lifecycle_rule"),
    plan("acceleration, requesters who pay", "acceleration_status", "request_payer"),
    call("notifications", "s3:GetBucketNotification"),
    call("inventories", "s3:GetInventoryConfiguration"),
    call("access points", "s3:ListAccessPoints"),
    call("analytics, which may export", "s3:GetAnalyticsConfiguration"),
    call("metrics", "s3:GetMetricsConfiguration"),
    call("tiering", "s3:GetIntelligentTieringConfiguration"),
  ],
  aws_s3_bucket_lifecycle_configuration: [],
  aws_s3_bucket_logging: [],
  aws_s3_bucket_ownership_controls: [],
  aws_s3_bucket_policy: [],
  aws_s3_bucket_public_access_block: [],
  aws_s3_bucket_server_side_encryption_configuration: [],
  aws_s3_bucket_versioning: [],
  aws_secretsmanager_secret: [
    resource("a resource policy", "aws_secretsmanager_secret_policy"),
    plan("replicas in other regions", "replica"),
    call("a rotation", "secretsmanager:DescribeSecret"),
    nobody("other values", "an operator puts them in, and so does the secret's own command"),
  ],
  aws_secretsmanager_secret_policy: [],
  aws_security_group: [
    plan("rules", "ingress", "egress"),
    nobody("machines of others in it", "whoever can start one can reach what the network reaches"),
  ],
  aws_sns_topic: [
    nobody(
      "subscriptions",
      "who is told of alarms is the operators' choice, and none holds a secret",
    ),
  ],
  aws_sns_topic_policy: [],
  aws_sqs_queue: [
    resource("a policy that lets others in", "aws_sqs_queue_policy"),
    plan(
      "where messages go that nobody deletes, and from where, where the code has none",
      "redrive_policy",
      "redrive_allow_policy",
    ),
    nobody("messages", "the producer sends them, and a policy lets in no other account"),
  ],
  aws_sqs_queue_policy: [],
  aws_sqs_queue_redrive_allow_policy: [],
  aws_sqs_queue_redrive_policy: [],
  aws_ssm_document: [
    plan("a newer version that isn't the default", "latest_version"),
    call("associations that run it", "ssm:ListAssociations"),
    nobody("another default version, sharing", "the plan compares both, so an apply reverts them"),
  ],
  aws_ssm_parameter: [
    plan("another tier, which can be shared", "tier"),
    plan("another type of data", "data_type"),
  ],
  aws_subnet: [
    nobody("a network ACL", "the default lets everything through: another can only refuse"),
  ],
  aws_vpc: [
    nobody("further subnets, gateways, peerings", "security groups let nothing of them in"),
  ],
  aws_vpc_endpoint: [
    nobody("a policy", "the default lets everything through: another can only refuse"),
  ],
  aws_vpc_security_group_egress_rule: [],
  aws_vpc_security_group_ingress_rule: [],
  aws_wafv2_web_acl: [
    nobody("other resources behind it", "it protects those too, and the rules stay what they are"),
    nobody("a log for Security Lake", "whoever answers for the account's security turns it on"),
  ],
  aws_wafv2_web_acl_association: [],
  aws_wafv2_web_acl_logging_configuration: [],
};

/** The actions of AWS's API that a role needs to be allowed, by their service as IAM names it. */
export function actionsByService(): ReadonlyMap<string, readonly string[]> {
  const calls = Object.values(addables)
    .flat()
    .flatMap(({ seen }) => (seen.by === "call" ? seen.call : []));
  const byService = new Map<string, string[]>();
  for (const call of [...new Set(calls)].sort()) {
    const [service = "", action = ""] = call.split(":");
    byService.set(service, [...(byService.get(service) ?? []), action]);
  }
  return byService;
}
