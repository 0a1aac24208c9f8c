import { anyOf, gone, guarded, removal, turnedOff } from "./rule";

const readable = "what is stored can be read by whoever gets at it";

/** What is stored or sent is encrypted less well, or not at all. */
export const encryptionWeakened = anyOf(
  guarded([
    {
      attribute:
        /(^|\.)(storage_encrypted|encrypted|encrypt|encryption_enabled|sqs_managed_sse_enabled)$/,
      isWeaker: turnedOff,
      says: readable,
    },
    {
      attribute:
        /(^|\.)(kms_key_id|kms_key_arn|kms_master_key_id|key_id|master_user_secret_kms_key_id|performance_insights_kms_key_id)$/,
      isWeaker: gone,
      says: "no key of ours protects it: whoever may read it can",
    },
    {
      attribute: /(^|\.)sse_algorithm$/,
      isWeaker: (before, after) => /kms/.test(String(before)) && !/kms/.test(String(after)),
      says: "no key of ours protects it: whoever may read it can",
    },
    {
      attribute: /^ssl_policy$/,
      isWeaker: (before, after) => before !== undefined && before !== after,
      says: "clients may agree on other protocols and ciphers: compare the two policies",
    },
    {
      attribute: /(^|\.)protocol$/,
      types: /^aws_lb_listener|^aws_lb_target_group/,
      isWeaker: (before, after) =>
        /HTTPS|TLS/.test(String(before)) && !/HTTPS|TLS/.test(String(after)),
      says: "what is sent can be read on its way",
    },
    {
      attribute: /^default_action\.redirect\.protocol$/,
      isWeaker: (before, after) => before === "HTTPS" && after !== "HTTPS",
      says: "what is sent can be read on its way",
    },
    {
      attribute: /^parameter\.value$/,
      types: /^aws_(db|rds_cluster)_parameter_group$/,
      isWeaker: (before, after) => before === "1" && after !== "1",
      says: "a setting of the database is off: look whether it is one of its connections' encryption",
    },
    {
      attribute: /^type$/,
      types: /^aws_ssm_parameter$/,
      isWeaker: (before, after) => before === "SecureString" && after !== "SecureString",
      says: readable,
    },
  ]),
  removal({
    aws_s3_bucket_server_side_encryption_configuration: "the bucket's own default counts instead",
  }),
);
