import type { Change } from "../compare/changes";
import { blocksOf } from "../compare/json";
import { anyOf, gone, guarded, lowered, raised, removal, turnedOff, turnedOn } from "./rule";

const destroyed = "an apply or a person can destroy it";
const passed = "requests that it blocked may pass";

/** https://docs.aws.amazon.com/waf/latest/developerguide/web-acl-rule-group-override-options.html */
const webAcl = /^aws_wafv2_web_acl$/;

/** What keeps somebody from a mistake, or an attacker out, is no longer there. */
export const protectionRemoved = anyOf(
  guarded([
    {
      attribute:
        /^(deletion_protection|deletion_protection_enabled|enable_deletion_protection|disable_api_termination|lifecycle\.prevent_destroy)$/,
      isWeaker: turnedOff,
      says: destroyed,
    },
    {
      attribute:
        /^(skip_final_snapshot|force_destroy|force_delete|force_overwrite_replica_secret)$/,
      isWeaker: turnedOn,
      says: "what is destroyed takes its content with it",
    },
    {
      attribute: /^(deletion_window_in_days|recovery_window_in_days)$/,
      isWeaker: lowered,
      says: "a mistake can be undone for a shorter time",
    },
    {
      attribute: /(^|\.)http_tokens$/,
      isWeaker: (before, after) => before === "required" && after !== "required",
      says: "a request that the application is tricked into can read the instance's credentials",
    },
    {
      attribute: /(^|\.)http_put_response_hop_limit$/,
      isWeaker: (before, after) => Number(after) > Number(before ?? 1),
      says: "containers and proxies can read the instance's credentials",
    },
    {
      attribute:
        /^(drop_invalid_header_fields|enable_key_rotation|iam_database_authentication_enabled|manage_master_user_password)$/,
      isWeaker: turnedOff,
      says: "a protection is off",
    },
    {
      attribute: /^desync_mitigation_mode$/,
      isWeaker: (before, after) => modes.indexOf(String(after)) < modes.indexOf(String(before)),
      says: "requests can be smuggled past the load balancer",
    },
    {
      attribute: /^allowed_account_ids$/,
      isWeaker: (before) => before !== undefined,
      says: "an apply with credentials of another account isn't refused",
    },
    {
      attribute: /^(access_logs|connection_logs)\.(enabled|bucket)$/,
      isWeaker: (before, after) => turnedOff(before, after) || gone(before, after),
      says: "nobody sees who was there",
    },
    {
      attribute: /^(default_action|rule\.action)\.block$|^rule\.override_action\.none$/,
      types: webAcl,
      isWeaker: gone,
      says: passed,
    },
    {
      attribute: /\.rule_action_override\.action_to_use\.(allow|count)$/,
      types: webAcl,
      isWeaker: (before, _, change, path) => before === undefined && wasThere(change, path),
      says: passed,
    },
    {
      attribute: /^rule\.statement\.rate_based_statement\.limit$/,
      types: webAcl,
      isWeaker: raised,
      says: passed,
    },
  ]),
  removal({
    aws_flow_log: "nobody sees who knocked",
    aws_iam_role_policies_exclusive: "a policy that somebody adds to the role stays",
    aws_iam_role_policy_attachments_exclusive: "a policy that somebody attaches to the role stays",
    aws_s3_bucket_logging: "nobody sees who read or wrote",
    aws_wafv2_web_acl: "requests are no longer looked at",
    aws_wafv2_web_acl_association: "requests are no longer looked at",
    aws_cloudtrail: "nobody sees who did what",
    aws_guardduty_detector: "nobody looks for intruders",
  }),
);

/** Whether a rule of a web ACL was there before, such as that of `rule[reputation].action`. */
function wasThere({ before }: Change, path: string): boolean {
  const [, name] = /^rule\[([^\]]*)\]/.exec(path) ?? [];
  return blocksOf(before?.rule).some((rule) => rule.name === name);
}

/** From the weakest. https://docs.aws.amazon.com/elasticloadbalancing/latest/application/application-load-balancers.html */
const modes = ["monitor", "defensive", "strictest"];
