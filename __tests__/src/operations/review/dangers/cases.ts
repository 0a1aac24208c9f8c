import type { RuleName } from "../../../../../src/operations/review/dangers/names";
import { policy, type Written } from "../stacks";

/** What a rule finds, and a neighbour of it that does no harm. */
export interface Case {
  readonly name: string;
  readonly before: Written | null;
  readonly danger: Written | null;
  readonly says: string;
  readonly harmless: Written | null;
}

const database = {
  identifier: "main",
  engine: "mysql",
  allocated_storage: 100,
  backup_retention_period: 14,
  deletion_protection: true,
  instance_class: "db.m7g.large",
  kms_key_id: "arn:key",
  multi_az: true,
  publicly_accessible: false,
  skip_final_snapshot: false,
  storage_encrypted: true,
  tags: { Name: "main" },
};
/** The database with another argument. */
const db = (values: object): Written => ({ "aws_db_instance.main": { ...database, ...values } });
const harmlessDatabase = db({ tags: { Name: "other" } });

const bucket = { bucket: "logs", lifecycle: { prevent_destroy: true } };
const publicBlock = {
  bucket: "logs",
  block_public_acls: true,
  block_public_policy: true,
  ignore_public_acls: true,
  restrict_public_buckets: true,
};
const group = {
  name: "web",
  min_size: 3,
  max_size: 6,
  health_check_grace_period: 900,
  instance_refresh: { strategy: "Rolling" },
  mixed_instances_policy: {
    launch_template: {
      override: [{ instance_type: "c6in.large" }, { instance_type: "c5n.large" }],
    },
  },
};
const asg = (values: object): Written => ({ "aws_autoscaling_group.web": { ...group, ...values } });
const template = { name: "web", image_id: "ami-1", user_data: btoa("#!/bin/sh\necho one\n") };
const alarm = { alarm_name: "cpu", threshold: 80, alarm_actions: ["topic"], actions_enabled: true };
const allow = (action: string | string[], resource: string | string[], rest: object = {}) => ({
  Effect: "Allow",
  Action: action,
  Resource: resource,
  ...rest,
});
const role = (...statements: object[]): Written => ({
  "aws_iam_role_policy.web": { name: "web", role: "web", policy: policy(...statements) },
});
const acl = (rule: object): Written => ({
  "aws_wafv2_web_acl.web": { name: "web", rule: [{ name: "reputation", ...rule }] },
});
const opened = (values: object): Written => ({
  "aws_security_group.web": { name: "web" },
  "aws_vpc_security_group_ingress_rule.https": {
    security_group_id: "${aws_security_group.web.id}",
    ip_protocol: "tcp",
    from_port: 443,
    to_port: 443,
    cidr_ipv4: "10.0.0.0/8",
    ...values,
  },
});
const out = (values: object): Written => ({
  "aws_security_group.web": { name: "web" },
  "aws_vpc_security_group_egress_rule.https": {
    security_group_id: "${aws_security_group.web.id}",
    ip_protocol: "tcp",
    from_port: 443,
    to_port: 443,
    cidr_ipv4: "0.0.0.0/0",
    ...values,
  },
});
const terraform = (values: object): Written => ({
  terraform: {
    required_version: ">= 1.10.0",
    required_providers: { aws: { source: "aws", version: "6.25.0" } },
    backend: { s3: { bucket: "state", key: "uat", region: "us-east-1", use_lockfile: true } },
    ...values,
  },
});

export const cases: Readonly<Record<RuleName, readonly Case[]>> = {
  "state-moved": [
    {
      name: "another key",
      before: terraform({}),
      danger: terraform({
        backend: { s3: { bucket: "state", key: "other", region: "us-east-1", use_lockfile: true } },
      }),
      says: "backend.s3.key uat → other: Terraform looks for the state in another place",
      harmless: terraform({
        backend: {
          s3: {
            bucket: "state",
            key: "uat",
            region: "us-east-1",
            use_lockfile: true,
            encrypt: true,
          },
        },
      }),
    },
    {
      name: "no lock",
      before: terraform({}),
      danger: terraform({ backend: { s3: { bucket: "state", key: "uat", region: "us-east-1" } } }),
      says: "use_lockfile true → nothing: two applies at once can break the state",
      harmless: terraform({ required_version: ">= 1.11.0" }),
    },
  ],
  "environment-removed": [
    {
      name: "an environment that is gone",
      before: db({}),
      danger: null,
      says: "uat is no longer in the code",
      harmless: {},
    },
  ],
  "stateful-lost": [
    {
      name: "a removed listener",
      before: { "aws_lb_listener.https": { port: 443, protocol: "HTTPS" } },
      danger: {},
      says: "is removed: users reach nothing on its port",
      harmless: { "aws_lb_listener.https": { port: 8443, protocol: "HTTPS" } },
    },
    {
      name: "a removed bucket",
      before: { "aws_s3_bucket.logs": bucket },
      danger: {},
      says: "aws_s3_bucket.logs (aws_s3_bucket) is removed: its objects are lost",
      harmless: { "aws_s3_bucket.logs": { ...bucket, tags: { Name: "logs" } } },
    },
    {
      name: "a replaced database",
      before: db({}),
      danger: db({ engine: "mariadb" }),
      says: "is replaced, because engine changes: its data is lost",
      harmless: db({ allocated_storage: 200 }),
    },
    {
      name: "nothing of a removed dashboard",
      before: {
        "aws_kms_key.main": {},
        "aws_cloudwatch_dashboard.main": { dashboard_name: "main" },
      },
      danger: { "aws_cloudwatch_dashboard.main": { dashboard_name: "main" } },
      says: "whatever it encrypted can't be read again",
      harmless: { "aws_kms_key.main": {} },
    },
  ],
  "renamed-address": [
    {
      name: "a construct's other id",
      before: db({}),
      danger: { "aws_db_instance.primary": database },
      says: "aws_db_instance.main is destroyed, and aws_db_instance.primary created in its place",
      harmless: {
        "aws_db_instance.primary": database,
        moved: [{ from: "aws_db_instance.main", to: "aws_db_instance.primary" }] as never,
      },
    },
    {
      name: "no rename where the two have little in common",
      before: { "aws_ssm_parameter.a": { name: "/a", type: "String", value: "1" } },
      danger: { "aws_ssm_parameter.b": { name: "/a", type: "String", value: "1" } },
      says: "aws_ssm_parameter.a is destroyed",
      harmless: { "aws_ssm_parameter.b": { name: "/b", type: "StringList", value: "2" } },
    },
  ],
  "replacement-unknown": [
    {
      name: "a type that nobody has looked at",
      before: { "aws_new_thing.main": { size: 1 } },
      danger: { "aws_new_thing.main": { size: 2 } },
      says: "whether that replaces it isn't known",
      harmless: { "aws_new_thing.main": { size: 1 }, "aws_new_thing.other": { size: 2 } },
    },
  ],
  "public-access": [
    {
      name: "a database with a public address",
      before: db({}),
      danger: db({ publicly_accessible: true }),
      says: "aws_db_instance.main: publicly_accessible false → true",
      harmless: harmlessDatabase,
    },
    {
      name: "a bucket's block that is off",
      before: { "aws_s3_bucket_public_access_block.logs": publicBlock },
      danger: {
        "aws_s3_bucket_public_access_block.logs": { ...publicBlock, block_public_policy: false },
      },
      says: "block_public_policy true → false: a policy or an ACL can make it public",
      harmless: { "aws_s3_bucket_public_access_block.logs": { ...publicBlock, bucket: "other" } },
    },
    {
      name: "a bucket's block that is removed",
      before: { "aws_s3_bucket_public_access_block.logs": publicBlock },
      danger: {},
      says: "is removed: a policy or an ACL can make the bucket public",
      harmless: {
        "aws_s3_bucket_public_access_block.logs": publicBlock,
        "aws_s3_bucket_public_access_block.other": publicBlock,
      },
    },
    {
      name: "something new with a public address",
      before: {},
      danger: { "aws_db_instance.new": { ...database, publicly_accessible: true } },
      says: "aws_db_instance.new: publicly_accessible nothing → true",
      harmless: { "aws_db_instance.new": database },
    },
  ],
  "secret-in-clear": [
    {
      name: "a password",
      before: db({}),
      danger: db({ password: "Tr0ub4dor" }),
      says: "aws_db_instance.main: password holds a secret in clear",
      harmless: db({ manage_master_user_password: true }),
    },
    {
      name: "a key of AWS in a script",
      before: { "aws_launch_template.web": template },
      danger: {
        "aws_launch_template.web": {
          ...template,
          user_data: btoa("#!/bin/sh\nexport K=AKIAIOSFODNN7EXAMPLE\n"),
        },
      },
      says: "aws_launch_template.web: user_data holds a secret in clear",
      harmless: {
        "aws_launch_template.web": {
          ...template,
          user_data: btoa("#!/bin/sh\nPASSWORD=$(aws secretsmanager get-secret-value)\n"),
        },
      },
    },
    {
      name: "a variable of a function",
      before: { "aws_lambda_function.f": { function_name: "f" } },
      danger: {
        "aws_lambda_function.f": {
          function_name: "f",
          environment: { variables: { DB_PASSWORD: "hunter2hunter2" } },
        },
      },
      says: "environment.variables.DB_PASSWORD holds a secret in clear",
      harmless: {
        "aws_lambda_function.f": {
          function_name: "f",
          environment: { variables: { DB_PASSWORD_SECRET_NAME: "test-app/db" } },
        },
      },
    },
  ],
  "network-opened": [
    {
      name: "the internet",
      before: opened({}),
      danger: opened({ cidr_ipv4: "0.0.0.0/0" }),
      says: "the internet (0.0.0.0/0) may reach aws_security_group.web on tcp 443",
      harmless: opened({ cidr_ipv4: "10.1.0.0/16" }),
    },
    {
      name: "more ports",
      before: opened({}),
      danger: opened({ from_port: 22 }),
      says: "10.0.0.0/8 may reach aws_security_group.web on tcp 22 to 443",
      harmless: opened({ description: "HTTPS from the office" }),
    },
    {
      name: "egress",
      before: out({ cidr_ipv4: "10.0.0.0/8" }),
      danger: out({}),
      says: "aws_security_group.web may reach the internet (0.0.0.0/0) on tcp 443",
      harmless: out({ cidr_ipv4: "10.0.0.0/24" }),
    },
    {
      name: "a block within the group",
      before: { "aws_security_group.web": { name: "web" } },
      danger: {
        "aws_security_group.web": {
          name: "web",
          ingress: [{ protocol: "-1", from_port: 0, to_port: 0, cidr_blocks: ["0.0.0.0/0"] }],
        },
      },
      says: "the internet (0.0.0.0/0) may reach aws_security_group.web on all ports and protocols",
      harmless: { "aws_security_group.web": { name: "web", tags: { Name: "web" } } },
    },
  ],
  "policy-widened": [
    {
      name: "one exception fewer",
      before: role({ Effect: "Allow", NotAction: ["iam:*", "sts:*"], Resource: "*" }),
      danger: role({ Effect: "Allow", NotAction: ["iam:*"], Resource: "*" }),
      says: "the role web may now: all but iam:* on everything (*)",
      harmless: role({ Effect: "Allow", NotAction: ["sts:*", "iam:*", "kms:*"], Resource: "*" }),
    },
    {
      name: "one exception more of what is denied",
      before: role({ Effect: "Deny", NotAction: ["iam:*"], Resource: "*" }),
      danger: role({ Effect: "Deny", NotAction: ["iam:*", "sts:*"], Resource: "*" }),
      says: "no longer denied: all but iam:* on everything (*)",
      harmless: role({ Effect: "Deny", Action: "*", Resource: "*" }),
    },
    {
      name: "another action",
      before: role(allow(["s3:GetObject", "s3:ListBucket"], "arn:aws:s3:::a/*")),
      danger: role(allow(["s3:GetObject", "s3:PutObject"], "arn:aws:s3:::a/*")),
      says: "the role web may now: s3:PutObject on arn:aws:s3:::a/*",
      harmless: role(
        allow("s3:ListBucket", "arn:aws:s3:::a/*", { Sid: "List" }),
        allow("s3:GetObject", "arn:aws:s3:::a/*"),
      ),
    },
    {
      name: "everything",
      before: role(allow("s3:GetObject", "arn:aws:s3:::a/*")),
      danger: role(allow("s3:GetObject", "*")),
      says: "the role web may now: s3:GetObject on everything (*)",
      harmless: role(allow("s3:GetObject", "arn:aws:s3:::a/b/*")),
    },
    {
      name: "a condition that is gone",
      before: role(allow("ssm:SendCommand", "*", { Condition: { StringEquals: { a: "b" } } })),
      danger: role(allow("ssm:SendCommand", "*")),
      says: "the role web may now: ssm:SendCommand on everything (*)",
      harmless: role(
        allow("ssm:SendCommand", "*", { Condition: { StringEquals: { a: "b", c: "d" } } }),
      ),
    },
    {
      name: "another principal",
      before: {
        "aws_s3_bucket_policy.a": {
          policy: policy(allow("s3:GetObject", "a", { Principal: { AWS: "111122223333" } })),
        },
      },
      danger: {
        "aws_s3_bucket_policy.a": {
          policy: policy(allow("s3:GetObject", "a", { Principal: "*" })),
        },
      },
      says: "everybody may now: s3:GetObject on a",
      harmless: {
        "aws_s3_bucket_policy.a": {
          policy: policy(allow("s3:GetObject", "a", { Principal: { AWS: ["111122223333"] } })),
        },
      },
    },
    {
      name: "a denial that is gone",
      before: role({ Effect: "Deny", Action: "s3:*", Resource: "*" }),
      danger: role(),
      says: "the role web may now: no longer denied: s3:* on everything (*)",
      harmless: role({ Effect: "Deny", Action: ["s3:*", "ec2:*"], Resource: "*" }),
    },
    {
      name: "a managed policy",
      before: {
        "aws_iam_role_policy_attachments_exclusive.web": { role_name: "web", policy_arns: [] },
      },
      danger: {
        "aws_iam_role_policy_attachments_exclusive.web": {
          role_name: "web",
          policy_arns: ["arn:aws:iam::aws:policy/AdministratorAccess"],
        },
      },
      says: "the role web may now: all that arn:aws:iam::aws:policy/AdministratorAccess allows",
      harmless: { "aws_iam_role_policy_attachments_exclusive.web": { role_name: "web" } },
    },
  ],
  "protection-removed": [
    {
      name: "firewall rules that only count",
      before: acl({ override_action: { none: {} } }),
      danger: acl({ override_action: { count: {} } }),
      says: "rule[reputation].override_action.none {} → nothing: requests that it blocked may pass",
      harmless: acl({ override_action: { none: {} }, priority: 2 }),
    },
    {
      name: "a firewall rule that only counts",
      before: acl({ action: { block: {} } }),
      danger: acl({ action: { count: {} } }),
      says: "rule[reputation].action.block {} → nothing: requests that it blocked may pass",
      harmless: acl({ action: { block: {} }, priority: 2 }),
    },
    {
      name: "a higher limit of the firewall",
      before: acl({ statement: { rate_based_statement: { limit: 3000 } } }),
      danger: acl({ statement: { rate_based_statement: { limit: 30000 } } }),
      says: "limit 3000 → 30000: requests that it blocked may pass",
      harmless: acl({ statement: { rate_based_statement: { limit: 300 } } }),
    },
    {
      name: "deletion protection",
      before: db({}),
      danger: db({ deletion_protection: false }),
      says: "deletion_protection true → false: an apply or a person can destroy it",
      harmless: harmlessDatabase,
    },
    {
      name: "prevent_destroy",
      before: { "aws_s3_bucket.logs": bucket },
      danger: { "aws_s3_bucket.logs": { bucket: "logs" } },
      says: "lifecycle.prevent_destroy true → nothing",
      harmless: { "aws_s3_bucket.logs": { ...bucket, tags: {} } },
    },
    {
      name: "the instance's metadata",
      before: { "aws_launch_template.web": { metadata_options: { http_tokens: "required" } } },
      danger: { "aws_launch_template.web": { metadata_options: { http_tokens: "optional" } } },
      says: "metadata_options.http_tokens required → optional",
      harmless: {
        "aws_launch_template.web": {
          metadata_options: { http_tokens: "required", http_put_response_hop_limit: 1 },
        },
      },
    },
    {
      name: "no final snapshot",
      before: db({}),
      danger: db({ skip_final_snapshot: true }),
      says: "skip_final_snapshot false → true",
      harmless: db({ final_snapshot_identifier: "last" }),
    },
    {
      name: "another account",
      before: { provider: { aws: [{ region: "us-east-1", allowed_account_ids: ["1"] }] } },
      danger: { provider: { aws: [{ region: "us-east-1" }] } },
      says: "provider.aws: allowed_account_ids",
      harmless: {
        provider: { aws: [{ region: "us-east-1", allowed_account_ids: ["1"], max_retries: 3 }] },
      },
    },
    {
      name: "what owns all of a role's policies",
      before: { "aws_iam_role_policies_exclusive.web": { role_name: "web", policy_names: [] } },
      danger: {},
      says: "a policy that somebody adds to the role stays",
      harmless: {
        "aws_iam_role_policies_exclusive.web": { role_name: "web", policy_names: ["a"] },
      },
    },
  ],
  "encryption-weakened": [
    {
      name: "storage",
      before: db({}),
      danger: db({ storage_encrypted: false }),
      says: "storage_encrypted true → false",
      harmless: db({ kms_key_id: "arn:other-key" }),
    },
    {
      name: "our own key",
      before: { "aws_sns_topic.a": { name: "a", kms_master_key_id: "arn:key" } },
      danger: { "aws_sns_topic.a": { name: "a" } },
      says: "kms_master_key_id arn:key → nothing: no key of ours protects it",
      harmless: { "aws_sns_topic.a": { name: "a", kms_master_key_id: "arn:other-key" } },
    },
    {
      name: "a TLS policy",
      before: { "aws_lb_listener.a": { port: 443, protocol: "HTTPS", ssl_policy: "TLS13" } },
      danger: { "aws_lb_listener.a": { port: 443, protocol: "HTTPS", ssl_policy: "2016-08" } },
      says: "ssl_policy TLS13 → 2016-08: clients may agree on other protocols and ciphers",
      harmless: { "aws_lb_listener.a": { port: 8443, protocol: "HTTPS", ssl_policy: "TLS13" } },
    },
    {
      name: "HTTP in place of HTTPS",
      before: { "aws_lb_listener.a": { port: 443, protocol: "HTTPS" } },
      danger: { "aws_lb_listener.a": { port: 443, protocol: "HTTP" } },
      says: "protocol HTTPS → HTTP: what is sent can be read on its way",
      harmless: { "aws_lb_listener.a": { port: 444, protocol: "HTTPS" } },
    },
  ],
  "backup-shortened": [
    {
      name: "a database's backups",
      before: db({}),
      danger: db({ backup_retention_period: 7 }),
      says: "backup_retention_period 14 days → 7 days: a mistake that is found later can't be undone",
      harmless: db({ backup_retention_period: 30 }),
    },
    {
      name: "logs",
      before: { "aws_cloudwatch_log_group.a": { name: "a", retention_in_days: 400 } },
      danger: { "aws_cloudwatch_log_group.a": { name: "a", retention_in_days: 90 } },
      says: "retention_in_days 400 days → 90 days: AWS deletes what is older at once",
      harmless: { "aws_cloudwatch_log_group.a": { name: "a", retention_in_days: 0 } },
    },
    {
      name: "a bucket's versions",
      before: { "aws_s3_bucket_versioning.a": { versioning_configuration: { status: "Enabled" } } },
      danger: {
        "aws_s3_bucket_versioning.a": { versioning_configuration: { status: "Suspended" } },
      },
      says: "versioning_configuration.status Enabled → Suspended",
      harmless: {
        "aws_s3_bucket_versioning.a": {
          versioning_configuration: { status: "Enabled", mfa_delete: "Enabled" },
        },
      },
    },
  ],
  "capacity-lowered": [
    {
      name: "a removed scaling policy",
      before: { "aws_autoscaling_policy.cpu": { name: "cpu", enabled: true } },
      danger: {},
      says: "aws_autoscaling_policy.cpu (aws_autoscaling_policy) is removed: nothing is added",
      harmless: { "aws_autoscaling_policy.cpu": { name: "cpu" } },
    },
    {
      name: "fewer instances",
      before: asg({}),
      danger: asg({ min_size: 2 }),
      says: "min_size 3 → 2: fewer instances serve",
      harmless: asg({ max_size: 8 }),
    },
    {
      name: "a smaller database",
      before: db({ instance_class: "db.m7g.2xlarge" }),
      danger: db({ instance_class: "db.m7g.xlarge" }),
      says: "instance_class db.m7g.2xlarge → db.m7g.xlarge: it is smaller",
      harmless: db({ instance_class: "db.m8g.2xlarge" }),
    },
    {
      name: "one zone",
      before: db({}),
      danger: db({ multi_az: false }),
      says: "multi_az true → false: with its zone, the database is gone",
      harmless: harmlessDatabase,
    },
    {
      name: "a higher target",
      before: {
        "aws_autoscaling_policy.cpu": { target_tracking_configuration: { target_value: 50 } },
      },
      danger: {
        "aws_autoscaling_policy.cpu": { target_tracking_configuration: { target_value: 70 } },
      },
      says: "target_value 50 → 70: fewer instances carry the same load",
      harmless: {
        "aws_autoscaling_policy.cpu": { target_tracking_configuration: { target_value: 40 } },
      },
    },
  ],
  "alarm-silenced": [
    {
      name: "a removed alarm",
      before: { "aws_cloudwatch_metric_alarm.cpu": alarm },
      danger: {},
      says: "aws_cloudwatch_metric_alarm.cpu (aws_cloudwatch_metric_alarm) is removed: nobody hears of it",
      harmless: { "aws_cloudwatch_metric_alarm.cpu": { ...alarm, threshold: 75 } },
    },
    {
      name: "no actions",
      before: { "aws_cloudwatch_metric_alarm.cpu": alarm },
      danger: { "aws_cloudwatch_metric_alarm.cpu": { ...alarm, alarm_actions: [] } },
      says: "aws_cloudwatch_metric_alarm.cpu has no alarm_actions",
      harmless: { "aws_cloudwatch_metric_alarm.cpu": { ...alarm, alarm_actions: ["other"] } },
    },
    {
      name: "actions that are off",
      before: { "aws_cloudwatch_metric_alarm.cpu": alarm },
      danger: { "aws_cloudwatch_metric_alarm.cpu": { ...alarm, actions_enabled: false } },
      says: "actions_enabled true → false: nobody hears of it",
      harmless: { "aws_cloudwatch_metric_alarm.cpu": { ...alarm, alarm_description: "CPU" } },
    },
  ],
  "instances-replaced": [
    {
      name: "user data",
      before: { ...asg({}), "aws_launch_template.web": template },
      danger: {
        ...asg({}),
        "aws_launch_template.web": { ...template, user_data: btoa("#!/bin/sh\necho two\n") },
      },
      says: "aws_launch_template.web changes (user_data): a refresh replaces every instance",
      harmless: { ...asg({ health_check_grace_period: 600 }), "aws_launch_template.web": template },
    },
    {
      name: "an image",
      before: { ...asg({}), "data.aws_ami.image": { filter: [{ name: "name", values: ["one"] }] } },
      danger: { ...asg({}), "data.aws_ami.image": { filter: [{ name: "name", values: ["two"] }] } },
      says: "data.aws_ami.image changes (filter): a refresh replaces every instance",
      harmless: {
        ...asg({ max_size: 7 }),
        "data.aws_ami.image": { filter: [{ name: "name", values: ["one"] }] },
      },
    },
  ],
  "version-changed": [
    {
      name: "the provider's",
      before: terraform({}),
      danger: terraform({ required_providers: { aws: { source: "aws", version: "6.26.0" } } }),
      says: "required_providers.aws.version 6.25.0 → 6.26.0",
      harmless: { ...terraform({}), ...db({}) },
    },
    {
      name: "Terraform's",
      before: terraform({}),
      danger: terraform({ required_version: ">= 1.12.0" }),
      says: "required_version >= 1.10.0 → >= 1.12.0",
      harmless: { ...terraform({}), ...db({}) },
    },
  ],
};
