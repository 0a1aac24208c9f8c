import { Construct } from "constructs";
import { PrivateBucket } from "./private-bucket";

export interface ReleaseBucketProps {
  readonly name: string;
  /** How long a release that was deleted or written over can still be brought back. */
  readonly oldVersionDays: number;
  readonly preventDestroy: boolean;
}

/**
 * Where archives wait that machines install at boot. Releases stay: going back is naming an older one.
 *
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/security-best-practices.html
 */
export class ReleaseBucket extends Construct {
  constructor(scope: Construct, id: string, props: ReleaseBucketProps) {
    super(scope, id);

    new PrivateBucket(this, "bucket", {
      ...props,
      acceptedFindings: {
        CKV_AWS_18: "a machine installs only the archive whose checksum its boot script holds",
        CKV_AWS_145: "archives hold no secrets, and a key of our own would be one more to lose",
      },
    });
  }
}
