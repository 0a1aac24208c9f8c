import { account } from "../../../src/systems/configuration/account";
import type { Configuration } from "../../support/synthesized";
import {
  add,
  failing,
  type Invariant,
  isReference,
  securityGroupRules,
  strings,
} from "./invariant";

/**
 * How each type of resource that holds something is protected. A type must be here, or among those
 * that hold nothing: a new one is thought about before it passes.
 */
const protections: Record<string, (configuration: Configuration) => boolean> = {
  aws_kms_key: (key) => key.lifecycle?.prevent_destroy === true && key.enable_key_rotation === true,
  aws_secretsmanager_secret: (secret) =>
    secret.lifecycle?.prevent_destroy === true && isReference(secret.kms_key_id),
  aws_db_instance: (database) =>
    database.lifecycle?.prevent_destroy === true &&
    database.deletion_protection === true &&
    database.storage_encrypted === true &&
    isReference(database.kms_key_id),
  aws_db_option_group: (group) => group.skip_destroy === true, // snapshots are made with it
  aws_ecs_task_definition: (version) => version.skip_destroy === true, // a service goes back to it
  aws_s3_bucket: (bucket) =>
    bucket.lifecycle?.prevent_destroy === true && bucket.force_destroy !== true,
  aws_ecr_repository: (repository) =>
    repository.lifecycle?.prevent_destroy === true &&
    repository.force_delete === false &&
    repository.image_tag_mutability === "IMMUTABLE" &&
    repository.encryption_configuration?.length === 1,
  aws_sqs_queue: (queue) =>
    queue.lifecycle?.prevent_destroy === true && queue.sqs_managed_sse_enabled === true,
  aws_lb: (loadBalancer) => loadBalancer.enable_deletion_protection === true,
  aws_cloudwatch_log_group: (group) => group.retention_in_days > 0 && isReference(group.kms_key_id),
  aws_sns_topic: (topic) => isReference(topic.kms_master_key_id),
  aws_launch_template: (template) =>
    template.block_device_mappings.every(
      (device: Configuration) =>
        device.ebs.encrypted === "true" && isReference(device.ebs.kms_key_id),
    ),
};
const stateless = [
  "aws_appautoscaling_policy",
  "aws_appautoscaling_target",
  "aws_autoscaling_group",
  "aws_autoscaling_policy",
  "aws_budgets_budget",
  "aws_cloudwatch_composite_alarm",
  "aws_cloudwatch_dashboard",
  "aws_cloudwatch_event_rule",
  "aws_cloudwatch_event_target",
  "aws_cloudwatch_log_resource_policy",
  "aws_cloudwatch_metric_alarm",
  "aws_db_parameter_group",
  "aws_db_subnet_group",
  "aws_default_security_group",
  "aws_ecr_lifecycle_policy",
  "aws_ecr_repository_policy",
  "aws_ecs_capacity_provider",
  "aws_ecs_cluster",
  "aws_ecs_cluster_capacity_providers",
  "aws_ecs_service",
  "aws_flow_log",
  "aws_iam_instance_profile",
  "aws_iam_openid_connect_provider",
  "aws_iam_policy",
  "aws_iam_role",
  "aws_iam_role_policies_exclusive",
  "aws_iam_role_policy",
  "aws_iam_role_policy_attachments_exclusive",
  "aws_internet_gateway",
  "aws_kms_alias",
  "aws_lambda_function",
  "aws_lambda_function_event_invoke_config",
  "aws_lb_listener",
  "aws_lb_listener_rule",
  "aws_lb_target_group",
  "aws_route",
  "aws_route53_record",
  "aws_route_table",
  "aws_route_table_association",
  "aws_s3_bucket_lifecycle_configuration",
  "aws_s3_bucket_logging",
  "aws_s3_bucket_ownership_controls",
  "aws_s3_bucket_policy",
  "aws_s3_bucket_public_access_block",
  "aws_s3_bucket_server_side_encryption_configuration",
  "aws_s3_bucket_versioning",
  "aws_secretsmanager_secret_policy",
  "aws_security_group",
  "aws_sns_topic_policy",
  "aws_sqs_queue_policy",
  "aws_sqs_queue_redrive_allow_policy",
  "aws_sqs_queue_redrive_policy",
  "aws_ssm_document",
  "aws_ssm_parameter",
  "aws_subnet",
  "aws_vpc",
  "aws_vpc_endpoint",
  "aws_wafv2_web_acl",
  "aws_wafv2_web_acl_association",
  "aws_wafv2_web_acl_logging_configuration",
  ...securityGroupRules,
];

export const protection: readonly Invariant[] = [
  {
    name: "whatever holds state is protected",
    violations: (stack) =>
      stack
        .resources()
        .filter(
          ({ type, configuration }) =>
            !stateless.includes(type) && !protections[type]?.(configuration),
        )
        .map(({ address }) => address),
    breaches: [
      [(stack) => Object.assign(stack.only("aws_kms_key"), { lifecycle: {} }), "aws_kms_key"],
      [
        (stack) => Object.assign(stack.only("aws_kms_key"), { enable_key_rotation: false }),
        "aws_kms_key",
      ],
      [
        (stack) =>
          Object.assign(stack.only("aws_secretsmanager_secret"), { kms_key_id: undefined }),
        "aws_secretsmanager_secret",
      ],
      ...[
        { lifecycle: {} },
        { deletion_protection: false },
        { storage_encrypted: undefined },
        { kms_key_id: undefined },
      ].map((changes): Invariant["breaches"][number] => [
        (stack) => Object.assign(stack.only("aws_db_instance"), changes),
        "aws_db_instance",
      ]),
      [
        (stack) => Object.assign(stack.only("aws_db_option_group"), { skip_destroy: false }),
        "aws_db_option_group",
      ],
      [(stack) => add(stack, "aws_ecs_task_definition", {}), "aws_ecs_task_definition"],
      [
        (stack) => Object.assign(stack.only("aws_lb"), { enable_deletion_protection: false }),
        "aws_lb",
      ],
      [
        (stack) =>
          Object.assign(stack.ofType("aws_cloudwatch_log_group")[0] as object, {
            retention_in_days: 0,
          }),
        "log_group",
      ],
      [
        (stack) =>
          Object.assign(stack.only("aws_launch_template").block_device_mappings[0].ebs, {
            encrypted: "false",
          }),
        "aws_launch_template",
      ],
      [
        (stack) => Object.assign(stack.only("aws_sns_topic"), { kms_master_key_id: undefined }),
        "aws_sns_topic",
      ],
      [(stack) => add(stack, "aws_efs_file_system", {}), "aws_efs_file_system"],
      [(stack) => add(stack, "aws_s3_bucket", {}), "aws_s3_bucket"],
      [
        (stack) =>
          add(stack, "aws_s3_bucket", {
            lifecycle: { prevent_destroy: true },
            force_destroy: true,
          }),
        "aws_s3_bucket",
      ],
    ],
  },
  {
    name: "no secret's value is in the stack",
    violations: (stack) => [
      ...failing(stack, ["aws_secretsmanager_secret_version"], () => false),
      ...stack.resources().flatMap(({ address, configuration }) =>
        strings(configuration)
          .filter(
            ({ path, text }) =>
              /(password|secret_string|private_key|access_key)[^/]*$/i.test(path) ||
              /:\/\/[^/\s]*:[^/\s]*@/.test(text),
          )
          .map(({ path }) => address + path),
      ),
    ],
    breaches: [
      [(stack) => add(stack, "aws_secretsmanager_secret_version", {}), "added"],
      [(stack) => add(stack, "aws_db_instance", { password: "x" }), "password"],
      [
        (stack) => add(stack, "aws_ssm_parameter", { value: "https://user:word@server.com" }),
        "value",
      ],
    ],
  },
  {
    name: "state is encrypted, locked by S3, and in the region of what it describes",
    violations: (stack) => {
      const { s3 } = stack.json.terraform.backend;
      const [provider] = stack.json.provider.aws;
      const good =
        s3?.encrypt === true &&
        s3.use_lockfile === true &&
        s3.region === provider.region &&
        s3.bucket.endsWith(`-${account.id}-${provider.region}`);
      return good ? [] : ["terraform.backend"];
    },
    breaches: [
      [
        (stack) => Object.assign(stack.json.terraform.backend.s3, { encrypt: undefined }),
        "backend",
      ],
      [
        (stack) => Object.assign(stack.json.terraform.backend.s3, { use_lockfile: undefined }),
        "backend",
      ],
      [
        (stack) => Object.assign(stack.json.terraform.backend.s3, { region: "eu-west-1" }),
        "backend",
      ],
      [(stack) => Object.assign(stack.json.terraform, { backend: { local: {} } }), "backend"],
    ],
  },
  {
    name: "instances use IMDSv2 from themselves alone",
    violations: (stack) =>
      failing(
        stack,
        ["aws_launch_template"],
        ({ metadata_options: options }) =>
          options?.http_tokens === "required" && options.http_put_response_hop_limit === 1,
      ),
    breaches: [
      [
        (stack) =>
          Object.assign(stack.only("aws_launch_template").metadata_options, {
            http_tokens: "optional",
          }),
        "aws_launch_template",
      ],
      [
        (stack) =>
          Object.assign(stack.only("aws_launch_template").metadata_options, {
            http_put_response_hop_limit: 2,
          }),
        "aws_launch_template",
      ],
    ],
  },
  {
    name: "the provider is pinned and refuses other accounts",
    violations: (stack) => {
      const [provider] = stack.json.provider.aws;
      const pinned = /^\d+\.\d+\.\d+$/.test(stack.json.terraform.required_providers.aws.version);
      return pinned && provider.allowed_account_ids?.join() === account.id ? [] : ["provider.aws"];
    },
    breaches: [
      [
        (stack) => Object.assign(stack.json.provider.aws[0], { allowed_account_ids: undefined }),
        "provider",
      ],
      [
        (stack) =>
          Object.assign(stack.json.terraform.required_providers.aws, { version: "~> 6.0" }),
        "provider",
      ],
    ],
  },
];
