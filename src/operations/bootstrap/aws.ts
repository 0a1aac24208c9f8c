import { CreateServiceLinkedRoleCommand, GetRoleCommand, IAMClient } from "@aws-sdk/client-iam";
import {
  type BucketLocationConstraint,
  CreateBucketCommand,
  PutPublicAccessBlockCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { CallFailure } from "../aws/call";
import { callerIdentity } from "../aws/caller-identity";
import type { Clients } from "../aws/clients";
import { findBucket } from "../aws/find-bucket";
import type { AccountPort } from "./port";

export function accountPort(aws: Clients): AccountPort {
  return {
    accountId: async (call) => (await callerIdentity(aws, call)).account,

    hasRole: (name, call) =>
      aws.ask("GetRole", IAMClient, call, async (client, options) => {
        try {
          await client.send(new GetRoleCommand({ RoleName: name }), options);
          return true;
        } catch (error) {
          if ((error as Error).name === "NoSuchEntityException") return false;
          throw error;
        }
      }),

    /** https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateServiceLinkedRole.html */
    createServiceLinkedRole: (service, call) =>
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

    findBucket: (name, owner, call) => findBucket(aws, name, owner, call),

    /** https://docs.aws.amazon.com/AmazonS3/latest/API/API_CreateBucket.html */
    createBucket: (name, call) => {
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

    blockPublicAccess: (name, owner, call) => {
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
