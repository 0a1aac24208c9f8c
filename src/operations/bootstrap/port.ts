import type { Call } from "../aws/call";
import type { Found } from "../aws/find-bucket";

/** What making an account ready needs of AWS, beside Terraform: aws.ts reaches it with the SDK. */
export interface AccountPort {
  /** The account that the credentials are of. */
  accountId(call: Call): Promise<string>;
  hasRole(name: string, call: Call): Promise<boolean>;
  /** @returns false when there was one already */
  createServiceLinkedRole(service: string, call: Call): Promise<boolean>;
  /** @param owner the account that it should belong to */
  findBucket(name: string, owner: string, call: Call): Promise<Found>;
  createBucket(name: string, call: Call): Promise<Created>;
  blockPublicAccess(name: string, owner: string, call: Call): Promise<void>;
}

/** Names of buckets are the world's: somebody else may have it. */
export type Created = "made" | "there" | "taken";
