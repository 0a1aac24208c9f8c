import type { Check } from "../../estate/checks";
import { account, type Region } from "../configuration/account";
import type { FoundationId } from "./foundation";

/** The first system gave the buckets their names, and a bucket can't be renamed. */
const prefix = "test-app";

/** Id of a region's foundation. */
export function foundationId(region: Region): FoundationId {
  return `foundation-${region}`;
}

/** Name of a managed policy that holds what a file in `access/` says. */
export function accessPolicyName(file: string): string {
  return `${prefix}-${file}`;
}

/** Name of the managed policy that says what roles of a system may do in a region at the most. */
export function roleBoundaryName(system: string, region: string): string {
  return `${prefix}-${system}-role-boundary-${region}`;
}

/** Names of what a region's foundation owns. */
export function regionNamesOf(region: Region) {
  return {
    /** Alias of the key of what the foundation itself keeps. */
    encryptionKey: `${prefix}-${foundationId(region)}`,
    /**
     * What people do on instances of any environment. Not below `/test-app/`: whoever may read the environments' logs
     * may not read this one.
     */
    sessionLogGroup: `${prefix}-sessions`,
    /** Whom budgets tell; their names are the account's, and this with the stage. */
    costAlerts: `${prefix}-costs`,
    stateBucket: `${prefix}-terraform-state-${account.id}-${region}`,
    /** Of the foundation itself. */
    stateKey: `${foundationId(region)}.tfstate`,
    logBucket: `${prefix}-logs-${account.id}-${region}`,
    /** In the log bucket, beside the environments' prefixes. */
    stateAccessLogPrefix: "state-access/",
  } as const;
}

/** What the doctor checks of a region for all that is in it: its default VPC, and its buckets. */
export function regionChecks(region: Region): readonly Check[] {
  const { stateBucket, logBucket } = regionNamesOf(region);
  const namedIn = "src/systems/foundation/names.ts";
  return [
    { check: "default-vpc" },
    { check: "state-bucket", bucket: stateBucket, namedIn },
    { check: "log-bucket", bucket: logBucket, namedIn },
  ];
}
