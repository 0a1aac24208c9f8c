import { account, type Region } from "../configuration/account";
import type { FoundationId } from "./foundation";

/** The first system gave the buckets their names, and a bucket can't be renamed. */
const prefix = "test-app";

/** Id of a region's foundation. */
export function foundationId(region: Region): FoundationId {
  return `foundation-${region}`;
}

/** Names of what a region's foundation owns. */
export interface RegionNames {
  readonly stateBucket: string;
  /** Of the foundation itself. */
  readonly stateKey: string;
  readonly logBucket: string;
  /** In the log bucket, beside the environments' prefixes. */
  readonly stateAccessLogPrefix: string;
}

export function regionNamesOf(region: Region): RegionNames {
  return {
    stateBucket: `${prefix}-terraform-state-${account.id}-${region}`,
    stateKey: `${foundationId(region)}.tfstate`,
    logBucket: `${prefix}-logs-${account.id}-${region}`,
    stateAccessLogPrefix: "state-access/",
  };
}
