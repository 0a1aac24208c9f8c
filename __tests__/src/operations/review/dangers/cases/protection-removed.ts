import type { Written } from "../../stacks";
import type { Case } from "./case";
import { bucket, db, harmlessDatabase } from "./samples";

const acl = (rule: object): Written => ({
  "aws_wafv2_web_acl.web": { name: "web", rule: [{ name: "reputation", ...rule }] },
});

/** https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/wafv2_web_acl#rule_action_override */
const managed = (...overrides: object[]) => ({
  managed_rule_group_statement: {
    name: "AWSManagedRulesCommonRuleSet",
    vendor_name: "AWS",
    rule_action_override: overrides,
  },
});

export const protectionRemoved: readonly Case[] = [
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
  {
    name: "one rule of a managed group that only counts",
    before: acl({ statement: managed() }),
    danger: acl({ statement: managed({ name: "SizeRestrictions", action_to_use: { count: {} } }) }),
    says: "rule_action_override[SizeRestrictions].action_to_use.count nothing → {}: requests that it blocked may pass",
    harmless: acl({
      statement: managed({ name: "SizeRestrictions", action_to_use: { block: {} } }),
    }),
  },
  {
    name: "one rule of a managed group that counts where it blocked",
    before: acl({ statement: managed({ name: "SizeRestrictions", action_to_use: { block: {} } }) }),
    danger: acl({ statement: managed({ name: "SizeRestrictions", action_to_use: { count: {} } }) }),
    says: "action_to_use.count nothing → {}: requests that it blocked may pass",
    // A group that wasn't there blocked nothing.
    harmless: {
      "aws_wafv2_web_acl.web": {
        name: "web",
        rule: [
          {
            name: "reputation",
            statement: managed({ name: "SizeRestrictions", action_to_use: { block: {} } }),
          },
          {
            name: "new",
            statement: managed({ name: "SizeRestrictions", action_to_use: { count: {} } }),
          },
        ],
      },
    },
  },
];
