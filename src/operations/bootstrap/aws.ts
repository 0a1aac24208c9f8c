import { CreateServiceLinkedRoleCommand, GetRoleCommand, IAMClient } from "@aws-sdk/client-iam";
import {
  type BucketLocationConstraint,
  CreateBucketCommand,
  PutPublicAccessBlockCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { type Call, CallFailure } from "../aws/call";
import { callerIdentity } from "../aws/caller-identity";
import type { Clients } from "../aws/clients";
import { findBucket } from "../aws/find-bucket";

/** What making an account ready needs of AWS, beside Terraform. */
export type AccountPort = ReturnType<typeof accountPort>;

/** Names of buckets are the world's: somebody else may have it. */
export type Created = "made" | "there" | "taken";

export function accountPort(aws: Clients) {
  return {
    /** The account that the credentials are of. */
    accountId: async (call: Call) => (await callerIdentity(aws, call)).account,

    hasRole: (name: string, call: Call) =>
      aws.ask("GetRole", IAMClient, call, async (client, options) => {
        try {
          await client.send(new GetRoleCommand({ RoleName: name }), options);
          return true;
        } catch (error) {
          if ((error as Error).name === "NoSuchEntityException") return false;
          throw error;
        }
      }),

    /**
     * https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateServiceLinkedRole.html
     *
     * @returns false when there was one already
     */
    createServiceLinkedRole: (service: string, call: Call) =>
      aws.ask("CreateServiceLinkedRole", IAMClient, call, async (client, options) => {
        const command = new CreateServiceLinkedRoleCommand({ AWSServiceName: service });
        try {
          await client.send(command, options);
          return true;
        } catch (error) {
          const { name, message } = error as Error;
          // That error has no name of its own: only its words tell it from a wrong request.
          const isThere = name === "InvalidInputException" && message.includes("has been taken");
          if (isThere || name === "EntityAlreadyExistsException") return false;
          throw error;
        }
      }),

    /** @param owner the account that it should belong to */
    findBucket: (name: string, owner: string, call: Call) => findBucket(aws, name, owner, call),

    /** https://docs.aws.amazon.com/AmazonS3/latest/API/API_CreateBucket.html */
    createBucket: (name: string, call: Call): Promise<Created> => {
      // S3 refuses the constraint for us-east-1, which has none.
      const constraint = aws.region === "us-east-1" ? undefined : aws.region;
      const command = new CreateBucketCommand({
        Bucket: name,
        ...(constraint && {
          CreateBucketConfiguration: { LocationConstraint: constraint as BucketLocationConstraint },
        }),
      });
      return aws.ask("CreateBucket", S3Client, call, async (client, options) => {
        try {
          await client.send(command, options);
          return "made";
        } catch (error) {
          const { name: code } = error as Error;
          if (code === "BucketAlreadyOwnedByYou") return "there";
          if (code === "BucketAlreadyExists") return "taken";
          if (code === "OperationAborted")
            throw new CallFailure(
              "throttled",
              `CreateBucket failed: ${name} is being made already`,
            );
          throw error;
        }
      });
    },

    blockPublicAccess: (name: string, owner: string, call: Call): Promise<void> => {
      const command = new PutPublicAccessBlockCommand({
        Bucket: name,
        ExpectedBucketOwner: owner,
        PublicAccessBlockConfiguration: {
          BlockPublicAcls: true,
          BlockPublicPolicy: true,
          IgnorePublicAcls: true,
          RestrictPublicBuckets: true,
        },
      });
      return aws.ask("PutPublicAccessBlock", S3Client, call, async (client, options) => {
        try {
          await client.send(command, options);
        } catch (error) {
          const { name: code } = error as Error;
          // A new bucket isn't seen everywhere at once.
          if (code === "NoSuchBucket" || code === "OperationAborted")
            throw new CallFailure("throttled", `PutPublicAccessBlock failed, ${code}`);
          throw error;
        }
      });
    },
  };
}
