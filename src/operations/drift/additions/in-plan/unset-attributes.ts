import { elements, isEmpty, isObject, same } from "../../judge/values";
import type { Addition } from "../addition";
import { type CloudObject, type CloudObjects, regionOf, text } from "./cloud-objects";

/** An attribute that the code may leave out, and which Terraform then takes from the cloud, whatever it is. */
interface Unset {
  readonly type: string;
  /** Whether it is this one. */
  readonly attribute: string | RegExp;
  /** Whether it is what AWS makes of it (default: nothing at all, which always is). */
  readonly settled?: (
    value: unknown,
    object: CloudObject,
    objects: CloudObjects,
    name: string,
  ) => boolean;
  /** A resource of this type, with the same `bucket`, manages it. */
  readonly ownedBy?: string;
  readonly what: string;
  /** An AWS CLI command with its options but the region (default: a step in words). */
  readonly remedy?: (object: CloudObject) => string;
}

const is =
  (...values: unknown[]) =>
  (value: unknown) =>
    values.some((each) => same(value, each));
/** A header that isn't renamed has the name that the attribute is named after. */
const isOwnName = (value: unknown, attribute: string) =>
  attribute.includes(`_${String(value).toLowerCase().replaceAll("-", "_")}_header_name`);
const bucketRemedy = (operation: string) => (object: CloudObject) =>
  `s3api ${operation} --bucket ${text(object.found, "bucket")}`;

/** The values that AWS gives stand in AWS's and the provider's documentation of each. */
const unset: readonly Unset[] = [
  {
    type: "aws_autoscaling_group",
    attribute: "default_cooldown",
    settled: is(300),
    what: "How long simple scaling waits",
  },
  {
    type: "aws_autoscaling_group",
    attribute: "load_balancers",
    what: "Classic load balancers that get the group's instances as targets",
  },
  {
    type: "aws_autoscaling_group",
    attribute: "traffic_source",
    // Target groups are among them, and the group has those in another attribute.
    settled: (value, { found }) =>
      elements(value).every(
        (each) =>
          isObject(each) && elements(found.target_group_arns).includes(each.identifier as string),
      ),
    what: "Sources of traffic that get the group's instances as targets",
  },
  {
    type: "aws_autoscaling_group",
    attribute: "service_linked_role_arn",
    settled: (value) => String(value).endsWith("/AWSServiceRoleForAutoScaling"),
    what: "The role with which EC2 Auto Scaling acts",
  },
  {
    type: "aws_db_instance",
    attribute: "replicas",
    what: "Read replicas, which hold all of the database's data",
  },
  {
    type: "aws_db_instance",
    attribute: "network_type",
    settled: is("IPV4"),
    what: "Kinds of addresses under which the database may be reached",
  },
  {
    type: "aws_kms_key",
    attribute: "rotation_period_in_days",
    settled: is(0, 365),
    what: "Days until the key is rotated",
  },
  {
    type: "aws_lambda_function",
    attribute: "ephemeral_storage",
    settled: is([{ size: 512 }]),
    what: "The function's room for files",
  },
  {
    type: "aws_launch_template",
    attribute: "default_version",
    settled: is(1),
    what: "The version that whoever names none launches instances from",
  },
  {
    type: "aws_lb_listener",
    attribute: "mutual_authentication",
    settled: (value) => elements(value).every((each) => isObject(each) && each.mode === "off"),
    what: "Certificates that clients must show",
  },
  {
    type: "aws_lb_listener",
    attribute: /^routing_http_/,
    settled: (value, _, __, name) => value === true || isOwnName(value, name),
    what: "Headers that the listener adds, renames or leaves out",
  },
  {
    type: "aws_lb_target_group",
    attribute: "load_balancer_arns",
    settled: (value, _, objects) => {
      const ours = objects.all("aws_lb").map(({ arn }) => arn);
      return elements(value).every((each) => ours.includes(each));
    },
    what: "Load balancers that send requests to the targets, ours among them or not",
  },
  {
    type: "aws_lb_target_group",
    attribute: "stickiness",
    settled: (value) => elements(value).every((each) => isObject(each) && each.enabled !== true),
    what: "Requests of one client all go to one target",
  },
  {
    type: "aws_lb_target_group",
    attribute: "load_balancing_anomaly_mitigation",
    settled: is("off"),
    what: "Targets that look worse than others get fewer requests",
  },
  {
    type: "aws_lb_target_group",
    attribute: "load_balancing_cross_zone_enabled",
    settled: is("use_load_balancer_configuration"),
    what: "Whether targets in all zones get requests",
  },
  {
    type: "aws_s3_bucket",
    attribute: "cors_rule",
    ownedBy: "aws_s3_bucket_cors_configuration",
    what: "Web pages of other domains may reach the bucket",
    remedy: bucketRemedy("delete-bucket-cors"),
  },
  {
    type: "aws_s3_bucket",
    attribute: "website",
    ownedBy: "aws_s3_bucket_website_configuration",
    what: "The bucket is served as a website",
    remedy: bucketRemedy("delete-bucket-website"),
  },
  {
    type: "aws_s3_bucket",
    attribute: "replication_configuration",
    ownedBy: "aws_s3_bucket_replication_configuration",
    what: "New objects are copied into another bucket",
    remedy: bucketRemedy("delete-bucket-replication"),
  },
  {
    type: "aws_s3_bucket",
    attribute: "policy",
    ownedBy: "aws_s3_bucket_policy",
    what: "A policy that says who may use the bucket",
    remedy: bucketRemedy("delete-bucket-policy"),
  },
  {
    type: "aws_s3_bucket",
    attribute: "logging",
    ownedBy: "aws_s3_bucket_logging",
    what: "Requests are logged into another bucket",
  },
  {
    type: "aws_s3_bucket",
    attribute: "lifecycle_rule",
    ownedBy: "aws_s3_bucket_lifecycle_configuration",
    what: "Objects are deleted or moved after a time",
    remedy: bucketRemedy("delete-bucket-lifecycle"),
  },
  {
    type: "aws_s3_bucket",
    attribute: "grant",
    ownedBy: "aws_s3_bucket_acl",
    // The owner's own.
    settled: (value) =>
      elements(value).length === 1 &&
      elements(value).every((each) => isObject(each) && each.type === "CanonicalUser"),
    what: "Others than the bucket's owner have rights by its access control list",
    remedy: (object) => `${bucketRemedy("put-bucket-acl")(object)} --acl private`,
  },
  {
    type: "aws_s3_bucket",
    attribute: "acceleration_status",
    ownedBy: "aws_s3_bucket_accelerate_configuration",
    settled: is("Suspended"),
    what: "The bucket has a second address, of edge locations",
  },
  {
    type: "aws_s3_bucket",
    attribute: "request_payer",
    ownedBy: "aws_s3_bucket_request_payment_configuration",
    settled: is("BucketOwner"),
    what: "Who pays for requests",
  },
  {
    type: "aws_secretsmanager_secret",
    attribute: "policy",
    ownedBy: "aws_secretsmanager_secret_policy",
    what: "A resource policy that says who may read or change the secret",
    remedy: ({ found }) =>
      `secretsmanager delete-resource-policy --secret-id ${text(found, "arn")}`,
  },
  {
    type: "aws_secretsmanager_secret",
    attribute: "replica",
    what: "Copies of the secret in other regions",
  },
  {
    type: "aws_ssm_document",
    attribute: "latest_version",
    settled: (value, { found }) => value === found.default_version,
    what: "There is a newer version than the default, which somebody may name",
  },
  {
    type: "aws_ssm_parameter",
    attribute: "tier",
    settled: is("Standard"),
    what: "The tier; advanced parameters can be shared with other accounts",
  },
  {
    type: "aws_ssm_parameter",
    attribute: "data_type",
    settled: is("text"),
    what: "What the value stands for",
  },
];

/** Attributes that nobody sets and that aren't what AWS makes of them. */
export function unsetAttributes(objects: CloudObjects): Addition[] {
  return unset.flatMap((rule) =>
    objects.staying(rule.type).flatMap((object) => attributesOf(rule, object, objects)),
  );
}

function attributesOf(rule: Unset, object: CloudObject, objects: CloudObjects): Addition[] {
  const { attribute } = rule;
  const { address, found } = object;
  const names =
    typeof attribute === "string"
      ? [attribute]
      : Object.keys(found).filter((name) => attribute.test(name));
  return names
    .filter((name) => !isEmpty(found[name]))
    .flatMap((name) => {
      const value = found[name];
      if (rule.settled?.(value, object, objects, name) || object.sets(name)) return [];
      // What is planned is told as that.
      if (isOwned(rule, object, objects) || !same(value, object.planned[name])) return [];
      return {
        address,
        path: name,
        what: `${rule.what}: ${JSON.stringify(value)}`,
        remedy: remedyOf(rule, object, name),
      };
    });
}

/** What belongs to a bucket or a secret has a resource of its own, which names it. */
function isOwned({ ownedBy }: Unset, { found }: CloudObject, objects: CloudObjects): boolean {
  if (ownedBy === undefined) return false;
  const names: unknown[] = [found.id, found.arn, found.bucket];
  return objects
    .all(ownedBy)
    .map(({ bucket, secret_arn }) => bucket ?? secret_arn)
    .some((name) => name !== undefined && names.includes(name));
}

function remedyOf({ remedy }: Unset, object: CloudObject, name: string): string {
  if (remedy === undefined)
    return `undo it in the console; where ${name} is set in the code, an apply undoes it`;
  const region = regionOf(object.found) || text(object.found, "region");
  return `aws ${remedy(object)}${region === "" ? "" : ` --region ${region}`}`;
}
