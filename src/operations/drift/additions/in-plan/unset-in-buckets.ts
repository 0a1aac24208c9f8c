import { elements, isEmpty, isObject } from "../../judge/values";
import { type CloudObject, text } from "./cloud-objects";
import { commandOn, is, type Unset } from "./unset";

const type = "aws_s3_bucket";

const remedy =
  (operation: string, options: Readonly<Record<string, string>> = {}) =>
  (object: CloudObject) =>
    commandOn(object, `s3api ${operation}`, { bucket: text(object.found, "bucket"), ...options });

/** Of buckets: each has a resource of its own, which a bucket needn't have. */
export const unsetInBuckets: readonly Unset[] = [
  {
    type,
    attribute: "cors_rule",
    ownedBy: "aws_s3_bucket_cors_configuration",
    what: "Web pages of other domains may reach the bucket",
    remedy: remedy("delete-bucket-cors"),
  },
  {
    type,
    attribute: "website",
    ownedBy: "aws_s3_bucket_website_configuration",
    what: "The bucket is served as a website",
    remedy: remedy("delete-bucket-website"),
  },
  {
    type,
    attribute: "replication_configuration",
    ownedBy: "aws_s3_bucket_replication_configuration",
    what: "New objects are copied into another bucket",
    remedy: remedy("delete-bucket-replication"),
  },
  {
    type,
    attribute: "policy",
    ownedBy: "aws_s3_bucket_policy",
    what: "A policy that says who may use the bucket",
    remedy: remedy("delete-bucket-policy"),
  },
  {
    type,
    attribute: "logging",
    ownedBy: "aws_s3_bucket_logging",
    what: "Requests are logged into another bucket",
    remedy: remedy("put-bucket-logging", { "bucket-logging-status": "{}" }),
  },
  {
    type,
    attribute: "lifecycle_rule",
    ownedBy: "aws_s3_bucket_lifecycle_configuration",
    what: "Objects are deleted or moved after a time",
    remedy: remedy("delete-bucket-lifecycle"),
  },
  {
    type,
    attribute: "grant",
    ownedBy: "aws_s3_bucket_acl",
    // Of a single one AWS is asked whether it is the owner.
    settled: (value) => {
      const grants = elements(value).filter(isObject);
      const isOfOne = new Set(grants.map(({ id }) => id)).size === 1;
      return isOfOne && grants.every((each) => each.type === "CanonicalUser");
    },
    what: "Others than the bucket's owner have rights by its access control list",
    remedy: remedy("put-bucket-acl", { acl: "private" }),
  },
  {
    type,
    attribute: "acceleration_status",
    ownedBy: "aws_s3_bucket_accelerate_configuration",
    settled: is("Suspended"),
    what: "The bucket has a second address, of edge locations",
    remedy: remedy("put-bucket-accelerate-configuration", {
      "accelerate-configuration": "Status=Suspended",
    }),
  },
  {
    type,
    attribute: "request_payer",
    ownedBy: "aws_s3_bucket_request_payment_configuration",
    settled: is("BucketOwner"),
    what: "Who pays for requests",
    remedy: remedy("put-bucket-request-payment", {
      "request-payment-configuration": "Payer=BucketOwner",
    }),
  },
  {
    type,
    attribute: "object_lock_configuration",
    ownedBy: "aws_s3_bucket_object_lock_configuration",
    settled: (value, { sets }) =>
      sets("object_lock_enabled") &&
      elements(value).every((each) => isObject(each) && isEmpty(each.rule)),
    what: "Nobody can delete new objects for a time, not even who made them",
    // What AWS has locked once can only lose the rule that locks what comes.
    remedy: remedy("put-object-lock-configuration", {
      "object-lock-configuration": "ObjectLockEnabled=Enabled",
    }),
  },
  {
    type,
    attribute: "versioning",
    ownedBy: "aws_s3_bucket_versioning",
    settled: (value) =>
      elements(value).every(
        (each) => isObject(each) && each.enabled !== true && each.mfa_delete !== true,
      ),
    what: "Objects that are overwritten or deleted are kept",
    remedy: remedy("put-bucket-versioning", { "versioning-configuration": "Status=Suspended" }),
  },
  {
    type,
    attribute: "server_side_encryption_configuration",
    ownedBy: "aws_s3_bucket_server_side_encryption_configuration",
    settled: (value) => !/aws:kms/.test(JSON.stringify(value)),
    what: "New objects can be read only by whoever may use a key",
    remedy: remedy("delete-bucket-encryption"),
  },
];
