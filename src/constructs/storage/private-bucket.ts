import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import { S3BucketLifecycleConfiguration } from "@cdktf/provider-aws/lib/s3-bucket-lifecycle-configuration";
import { S3BucketOwnershipControls } from "@cdktf/provider-aws/lib/s3-bucket-ownership-controls";
import { S3BucketPolicy } from "@cdktf/provider-aws/lib/s3-bucket-policy";
import { S3BucketPublicAccessBlock } from "@cdktf/provider-aws/lib/s3-bucket-public-access-block";
import { S3BucketServerSideEncryptionConfigurationA } from "@cdktf/provider-aws/lib/s3-bucket-server-side-encryption-configuration";
import { S3BucketVersioningA } from "@cdktf/provider-aws/lib/s3-bucket-versioning";
import { Construct } from "constructs";
import { type AcceptedFindings, acceptFindings } from "../accepted-findings";
import { deny, type PolicyStatement, policyDocument } from "../security/policy-document";

/** Objects whose key begins with this are deleted at that age. */
export interface Expiration {
  readonly id: string;
  readonly prefix: string;
  readonly days: number;
}

export interface PrivateBucketProps {
  readonly name: string;
  readonly preventDestroy: boolean;
  /** Whether `testapp bootstrap` has made it, and the first apply adopts it (default: the first apply makes it). */
  readonly isAdopted?: true;
  /** How long what was deleted or written over can be brought back. */
  readonly oldVersionDays: number;
  /** Objects that aren't named here are kept (default: all of them). */
  readonly expirations?: readonly Expiration[];
  /** Beside the one that asks for TLS (default: none). */
  readonly statements?: readonly PolicyStatement[];
  /** Beside those that all such buckets accept; among them why S3's own keys encrypt it. */
  readonly acceptedFindings: AcceptedFindings & { readonly CKV_AWS_145: string };
}

/**
 * A bucket for this account alone: versioned, encrypted by S3 (SSE-S3), without ACLs, and reached over TLS
 * only. Old versions, the delete markers that are left of them, and unfinished uploads go away by
 * themselves.
 *
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/security-best-practices.html
 * https://developer.hashicorp.com/terraform/language/block/import
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/intro-lifecycle-rules.html
 */
export class PrivateBucket extends Construct {
  public readonly bucket: S3Bucket;
  public readonly policy: S3BucketPolicy;

  constructor(scope: Construct, id: string, props: PrivateBucketProps) {
    super(scope, id);

    const { name, preventDestroy, oldVersionDays, expirations = [], statements = [] } = props;
    const Bucket = props.isAdopted ? AdoptedBucket : S3Bucket;
    this.bucket = new Bucket(this, "this", { bucket: name, lifecycle: { preventDestroy } });
    const bucket = this.bucket.id;
    acceptFindings(this.bucket, {
      CKV_AWS_144:
        "it is of use while its region is; old versions bring back what was deleted or written over",
      CKV2_AWS_62: "nothing waits for an object: people read here, when they look into something",
      ...props.acceptedFindings,
    });

    const blocked = new S3BucketPublicAccessBlock(this, "public-access", {
      bucket,
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    });
    new S3BucketOwnershipControls(this, "ownership", {
      bucket,
      rule: { objectOwnership: "BucketOwnerEnforced" },
    });
    new S3BucketServerSideEncryptionConfigurationA(this, "encryption", {
      bucket,
      rule: [
        {
          applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" },
          bucketKeyEnabled: false,
          // S3's default since 2026. This version of the provider would take it away again, at every apply.
          blockedEncryptionTypes: ["SSE-C"],
        },
      ],
    });
    const versioning = new S3BucketVersioningA(this, "versioning", {
      bucket,
      versioningConfiguration: { status: "Enabled" },
    });
    new S3BucketLifecycleConfiguration(this, "lifecycle", {
      bucket,
      transitionDefaultMinimumObjectSize: "all_storage_classes_128K",
      rule: [
        {
          id: "old-versions",
          status: "Enabled",
          filter: [{}],
          noncurrentVersionExpiration: [{ noncurrentDays: oldVersionDays }],
          expiration: [{ expiredObjectDeleteMarker: true }],
          abortIncompleteMultipartUpload: [{ daysAfterInitiation: 7 }],
        },
        ...expirations.map(({ id, prefix, days }) => ({
          id,
          status: "Enabled",
          filter: [{ prefix }],
          expiration: [{ days }],
        })),
      ],
      dependsOn: [versioning],
    });
    this.policy = new S3BucketPolicy(this, "policy", {
      bucket,
      policy: policyDocument([tlsOnly(name), ...statements]),
      // S3 refuses some changes of one bucket at the same time.
      dependsOn: [blocked],
    });
  }
}

export function bucketArn(name: string): string {
  return `arn:aws:s3:::${name}`;
}

function tlsOnly(name: string): PolicyStatement {
  return deny("OnlyOverTls", {
    Principal: "*",
    Action: ["s3:*"],
    Resource: [bucketArn(name), `${bucketArn(name)}/*`],
    Condition: { Bool: { "aws:SecureTransport": "false" } },
  });
}

/**
 * A bucket that the first apply adopts. A creation that ends badly would leave it tainted: to be replaced, which is
 * refused, at every plan. cdktf's own importFrom() starts Terraform at each synth, to ask for its version.
 */
class AdoptedBucket extends S3Bucket {
  override toTerraform() {
    const to = `${this.terraformResourceType}.${this.friendlyUniqueId}`;
    return { ...super.toTerraform(), import: [{ id: this.bucketInput, to }] };
  }

  override toMetadata() {
    const imports = { [this.terraformResourceType]: [this.friendlyUniqueId] };
    return { ...super.toMetadata(), imports };
  }
}
