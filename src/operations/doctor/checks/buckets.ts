import { GetBucketVersioningCommand, S3Client } from "@aws-sdk/client-s3";
import type { Check } from "../../../estate/checks";
import { type Found, findBucket } from "../../aws/find-bucket";
import type { Aws } from "../aws";
import {
  type Checker,
  each,
  type Finding,
  failed,
  note,
  ok,
  type Place,
  unchecked,
} from "../check";

/** The bucket of Terraform's state: there, the account's own, and versioned, so that a lost state can be had back. */
export const stateBucket: Checker<"state-bucket"> = {
  scope: "region",
  run: each(async (bucket, place) => {
    const { aws, account, region } = place;
    const { bucket: name } = bucket;
    const problem = await problemOf(bucket, place);
    if (problem !== undefined) return [problem];
    const { Status } = await aws.ask("s3:GetBucketVersioning", S3Client, (s3, options) =>
      s3.send(
        new GetBucketVersioningCommand({ Bucket: name, ExpectedBucketOwner: account }),
        options,
      ),
    );
    return Status === "Enabled"
      ? [ok(`${name} is this account's, and versioned`), lockNote]
      : failed(`${name} is not versioned`, `npm run bootstrap -- ${region}`);
  }),
};

const lockNote = note(
  "whether the role in use may write the lock beside the state (s3:PutObject, s3:DeleteObject) isn't known: only writing shows it",
);

/** The bucket that the region's load balancers write their logs to. */
export const logBucket: Checker<"log-bucket"> = {
  scope: "region",
  run: each(async (bucket, place) => [
    (await problemOf(bucket, place)) ??
      ok(
        `${bucket.bucket} is this account's; whether its policy lets each load balancer write isn't looked at: bootstrap gives it one`,
      ),
  ]),
};

type Bucket = Check<"state-bucket" | "log-bucket">;

/** Why a bucket isn't there as the account's own; undefined when it is. */
async function problemOf(
  { bucket: name, namedIn }: Bucket,
  { aws, account, region }: Place,
): Promise<Finding | undefined> {
  const owned = await answerOf(aws, name, account);
  if (owned === "there") return undefined;
  if (owned === "missing") return failed(`${name} is missing`, `npm run bootstrap -- ${region}`);
  if (owned === "in another region")
    return failed(
      `${name} is in another region than its name says`,
      `delete it there, when it is empty and of this account; else choose another name in ${namedIn}`,
    );
  // S3 says no more than 403 to both, so it is asked once more, whoever owns it.
  if ((await answerOf(aws, name)) === "there")
    return failed(
      `${name} is another account's`,
      `nothing may be written to it: ask its owner to delete it, or change its name in ${namedIn}`,
    );
  return unchecked(
    `s3:ListBucket is denied on ${name}, or it is another account's`,
    `allow s3:ListBucket on arn:aws:s3:::${name} to the role in use, or use another role`,
  );
}

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-owner-condition.html */
function answerOf(aws: Aws, name: string, owner?: string): Promise<Found> {
  return aws.read("s3:ListBucket", (clients, call) => findBucket(clients, name, owner, call));
}
