import { HeadBucketCommand, S3Client } from "@aws-sdk/client-s3";
import type { Call } from "./call";
import type { Clients } from "./clients";

/** A bucket that can't be looked at belongs to somebody else, or the role has no permission. */
export type Found = "there" | "missing" | "closed" | "in another region";

/**
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_HeadBucket.html
 *
 * @param owner the account that it should belong to; undefined where that doesn't matter
 * @throws CallFailure
 */
export function findBucket(
  aws: Clients,
  name: string,
  owner: string | undefined,
  call: Call,
): Promise<Found> {
  return aws.ask("HeadBucket", S3Client, call, async (s3, options) => {
    try {
      await s3.send(new HeadBucketCommand({ Bucket: name, ExpectedBucketOwner: owner }), options);
      return "there";
    } catch (error) {
      // An answer to HEAD has no body that could name the error.
      const { $metadata } = error as { readonly $metadata?: { readonly httpStatusCode?: number } };
      const found = byStatus[$metadata?.httpStatusCode ?? 0];
      if (found === undefined) throw error;
      return found;
    }
  });
}

const byStatus: Readonly<Record<number, Found>> = {
  301: "in another region",
  403: "closed",
  404: "missing",
};
