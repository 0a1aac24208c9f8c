import { account, type Region } from "../configuration/account";

/** The first system gave the buckets their names, and a bucket can't be renamed. */
const prefix = "test-app";

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
    stateKey: `foundation-${region}.tfstate`,
    logBucket: `${prefix}-logs-${account.id}-${region}`,
    stateAccessLogPrefix: "state-access/",
  };
}
