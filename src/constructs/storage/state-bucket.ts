import { S3BucketLoggingA } from "@cdktf/provider-aws/lib/s3-bucket-logging";
import { Construct } from "constructs";
import type { LogBucket } from "./log-bucket";
import { PrivateBucket } from "./private-bucket";

export interface StateBucketProps {
  readonly name: string;
  /** How long a state that was written over can still be brought back. */
  readonly oldVersionDays: number;
  readonly preventDestroy: boolean;
  /** Where its accesses are logged, and under which prefix. */
  readonly logBucket: LogBucket;
  readonly logPrefix: string;
}

/**
 * The bucket of all Terraform states in the region, its own foundation's among them. Who reads and writes
 * it is logged.
 *
 * It encrypts by default, and doesn't refuse what is put without asking for encryption, as Terraform puts
 * its lock files. Each plan leaves one of them, deleted, in the history.
 *
 * https://developer.hashicorp.com/terraform/language/backend/s3
 */
export class StateBucket extends Construct {
  constructor(scope: Construct, id: string, props: StateBucketProps) {
    super(scope, id);

    const { logBucket } = props;
    const { bucket } = new PrivateBucket(this, "bucket", {
      ...props,
      isAdopted: true,
      acceptedFindings: {
        CKV_AWS_145: "a key of our own would have to be there before the first state",
      },
    });
    new S3BucketLoggingA(this, "access-log", {
      bucket: bucket.id,
      targetBucket: logBucket.name,
      targetPrefix: props.logPrefix,
      targetObjectKeyFormat: { partitionedPrefix: { partitionDateSource: "EventTime" } },
      dependsOn: [logBucket.policy],
    });
  }
}
