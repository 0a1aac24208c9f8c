import { anyOf, guarded, removal, turnedOff, turnedOn } from "./rule";

/** Something can be reached, or made readable, from the internet. */
export const publicAccess = anyOf(
  guarded([
    {
      attribute: /^publicly_accessible$/,
      isWeaker: turnedOn,
      says: "it has an address of the internet",
    },
    {
      attribute:
        /^(block_public_acls|block_public_policy|ignore_public_acls|restrict_public_buckets)$/,
      isWeaker: turnedOff,
      says: "a policy or an ACL can make it public",
    },
    {
      attribute: /^internal$/,
      types: /^aws_lb$/,
      isWeaker: turnedOff,
      says: "the internet reaches it",
    },
    {
      attribute: /(^|\.)associate_public_ip_address$|^map_public_ip_on_launch$/,
      isWeaker: turnedOn,
      says: "it has an address of the internet",
    },
    {
      attribute: /^authorization_type$/,
      types: /^aws_lambda_function_url$/,
      isWeaker: (_, after) => after === "NONE",
      says: "everybody may call the function",
    },
    {
      attribute: /^acl$/,
      isWeaker: (_, after) => /^public/.test(String(after)),
      says: "everybody may read it",
    },
    {
      attribute: /^(permissions|shared_with|snapshot_)/,
      isWeaker: (_, after) => /\ball\b/i.test(String(after)),
      says: "every account may use it",
    },
  ]),
  removal({
    aws_s3_bucket_public_access_block: "a policy or an ACL can make the bucket public",
    aws_s3_bucket_ownership_controls: "ACLs count again, and an ACL can make an object public",
  }),
);
