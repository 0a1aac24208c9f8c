import { S3BucketLoggingA } from "@cdktf/provider-aws/lib/s3-bucket-logging";
import { Construct } from "constructs";
import type { Foundation } from "../../systems/foundation/foundation";
import type { RegionNames } from "../../systems/foundation/names";
import type { LogBucket } from "./log-bucket";
import { PrivateBucket } from "./private-bucket";

export interface StateBucketProps {
  readonly settings: Pick<Foundation, "stateHistoryDays" | "destructionProtection">;
  readonly names: RegionNames;
  readonly logBucket: LogBucket;
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
  constructor(scope: Construct, id: string, { settings, names, logBucket }: StateBucketProps) {
    super(scope, id);

    const { bucket } = new PrivateBucket(this, "bucket", {
      settings,
      name: names.stateBucket,
      oldVersionDays: settings.stateHistoryDays,
    });
    new S3BucketLoggingA(this, "access-log", {
      bucket: bucket.id,
      targetBucket: logBucket.name,
      targetPrefix: names.stateAccessLogPrefix,
      targetObjectKeyFormat: { partitionedPrefix: { partitionDateSource: "EventTime" } },
      dependsOn: [logBucket.policy],
    });
  }
}
