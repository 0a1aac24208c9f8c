import { CreateServiceLinkedRoleCommand, GetRoleCommand, IAMClient } from "@aws-sdk/client-iam";
import {
  type BucketLocationConstraint,
  CreateBucketCommand,
  HeadBucketCommand,
  PutPublicAccessBlockCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { type Call, CallFailure } from "../aws/call";
import { limited } from "../aws/limited";
import { oneAttempt } from "../aws/one-attempt";
import type { AccountPort, Created, Found } from "./port";

/** The account, with the SDK's default credentials and endpoints; each call is one attempt. */
export class AwsAccount implements AccountPort {
  private readonly iam: IAMClient;
  private readonly s3: S3Client;
  private readonly sts: STSClient;

  constructor(private readonly region: string) {
    const configuration = oneAttempt(region);
    this.iam = new IAMClient(configuration);
    this.s3 = new S3Client(configuration);
    this.sts = new STSClient(configuration);
  }

  /** Closes the connections. */
  destroy(): void {
    for (const client of [this.iam, this.s3, this.sts]) client.destroy();
  }

  accountId(call: Call): Promise<string> {
    return limited("GetCallerIdentity", call, async (options) => {
      const { Account } = await this.sts.send(new GetCallerIdentityCommand({}), options);
      if (Account === undefined)
        throw new CallFailure("unavailable", "GetCallerIdentity was answered without an account");
      return Account;
    });
  }

  hasRole(name: string, call: Call): Promise<boolean> {
    return limited("GetRole", call, async (options) => {
      try {
        await this.iam.send(new GetRoleCommand({ RoleName: name }), options);
        return true;
      } catch (error) {
        if ((error as Error).name === "NoSuchEntityException") return false;
        throw error;
      }
    });
  }

  /** https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateServiceLinkedRole.html */
  createServiceLinkedRole(service: string, call: Call): Promise<boolean> {
    return limited("CreateServiceLinkedRole", call, async (options) => {
      const command = new CreateServiceLinkedRoleCommand({ AWSServiceName: service });
      try {
        await this.iam.send(command, options);
        return true;
      } catch (error) {
        const { name, message } = error as Error;
        // That error has no name of its own: only its words tell it from a wrong request.
        const isThere = name === "InvalidInputException" && message.includes("has been taken");
        if (isThere || name === "EntityAlreadyExistsException") return false;
        throw error;
      }
    });
  }

  /** https://docs.aws.amazon.com/AmazonS3/latest/API/API_HeadBucket.html */
  findBucket(name: string, owner: string, call: Call): Promise<Found> {
    const command = new HeadBucketCommand({ Bucket: name, ExpectedBucketOwner: owner });
    return limited("HeadBucket", call, async (options) => {
      try {
        await this.s3.send(command, options);
        return "there";
      } catch (error) {
        // An answer to HEAD has no body that could name the error.
        const found = byStatus[statusOf(error)];
        if (found === undefined) throw error;
        return found;
      }
    });
  }

  /** https://docs.aws.amazon.com/AmazonS3/latest/API/API_CreateBucket.html */
  createBucket(name: string, call: Call): Promise<Created> {
    // S3 refuses the constraint for us-east-1, which has none.
    const constraint = this.region === "us-east-1" ? undefined : this.region;
    const command = new CreateBucketCommand({
      Bucket: name,
      ...(constraint && {
        CreateBucketConfiguration: { LocationConstraint: constraint as BucketLocationConstraint },
      }),
    });
    return limited("CreateBucket", call, async (options) => {
      try {
        await this.s3.send(command, options);
        return "made";
      } catch (error) {
        const { name: code } = error as Error;
        if (code === "BucketAlreadyOwnedByYou") return "there";
        if (code === "BucketAlreadyExists") return "taken";
        if (code === "OperationAborted")
          throw new CallFailure("throttled", `CreateBucket failed: ${name} is being made already`);
        throw error;
      }
    });
  }

  blockPublicAccess(name: string, owner: string, call: Call): Promise<void> {
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
    return limited("PutPublicAccessBlock", call, async (options) => {
      try {
        await this.s3.send(command, options);
      } catch (error) {
        const { name: code } = error as Error;
        // A new bucket isn't seen everywhere at once.
        if (code === "NoSuchBucket" || code === "OperationAborted")
          throw new CallFailure("throttled", `PutPublicAccessBlock failed, ${code}`);
        throw error;
      }
    });
  }
}

const byStatus: Readonly<Record<number, Found>> = {
  301: "in another region",
  403: "closed",
  404: "missing",
};

function statusOf(error: unknown): number {
  const { $metadata } = error as { readonly $metadata?: { readonly httpStatusCode?: number } };
  return $metadata?.httpStatusCode ?? 0;
}
