import { ECRClient, paginateDescribeImages } from "@aws-sdk/client-ecr";
import { paginateListObjectsV2, S3Client } from "@aws-sdk/client-s3";
import { Unanswered } from "../aws";
import { type Checker, each, failed, ok } from "../check";

const missing = ["ImageNotFoundException", "RepositoryNotFoundException"];

/**
 * Whether the registry has an image that a task definition names: without it, no task starts.
 *
 * https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_DescribeImages.html
 */
export const pushedImage: Checker<"pushed-image"> = {
  scope: "environment",
  run: each(async ({ repositoryName, digest, remedy }, { aws }) => {
    const found = await aws
      .ask("ecr:DescribeImages", ECRClient, async (client, options) => {
        const asked = { repositoryName, imageIds: [{ imageDigest: digest }] };
        let count = 0;
        for await (const { imageDetails = [] } of paginateDescribeImages(
          { client },
          asked,
          options,
        ))
          count += imageDetails.length;
        return count;
      })
      .catch((error: unknown) => {
        if (error instanceof Unanswered && missing.includes(error.code)) return 0;
        throw error;
      });
    return found === 0
      ? failed(`${repositoryName} has no image ${digest}, so that no task can start`, remedy)
      : ok(`${repositoryName} has ${digest}`);
  }),
};

/**
 * Whether the bucket has an archive that machines install. It is listed, and not read.
 *
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectsV2.html
 */
export const pushedArchive: Checker<"pushed-archive"> = {
  scope: "environment",
  run: each(async ({ bucket, key, remedy }, { aws, account }) => {
    const found = await aws
      .ask("s3:ListBucket", S3Client, async (client, options) => {
        const asked = { Bucket: bucket, Prefix: key, ExpectedBucketOwner: account };
        let count = 0;
        for await (const { KeyCount = 0 } of paginateListObjectsV2({ client }, asked, options))
          count += KeyCount;
        return count;
      })
      .catch((error: unknown) => {
        if (error instanceof Unanswered && error.code === "NoSuchBucket") return 0;
        throw error;
      });
    return found === 0
      ? failed(`${bucket} has no ${key}, so that no machine can install it`, remedy)
      : ok(`${bucket} has ${key}`);
  }),
};
