import type { Construct } from "constructs";
import { RefusedTrafficLog } from "../src/constructs/networking/refused-traffic-log";
import { LogBucket } from "../src/constructs/storage/log-bucket";
import { StateBucket } from "../src/constructs/storage/state-bucket";
import { account } from "../src/systems/configuration/account";
import { sharedTags } from "../src/systems/configuration/tags";
import type { Foundation } from "../src/systems/foundation/foundation";
import { regionNamesOf } from "../src/systems/foundation/names";
import type { Environment } from "../src/systems/test-app/environment";
import { loadBalancerLogs } from "../src/systems/test-app/load-balancer-logs";
import { AwsStack } from "./aws-stack";

/**
 * What a region needs once, before its environments: they share its buckets and its default VPC, and know
 * their names, so that none of them reads this stack's state.
 */
export class FoundationStack extends AwsStack {
  /** @param environments all of them: those of the region have a place in its log bucket */
  constructor(
    scope: Construct,
    foundation: Foundation,
    environments: Readonly<Record<string, Environment>>,
  ) {
    const { id, region } = foundation;
    const names = regionNamesOf(region);
    super(scope, id, {
      region,
      state: { bucket: names.stateBucket, key: names.stateKey },
      tags: sharedTags,
    });
    const preventDestroy = foundation.destructionProtection === "on";

    const logBucket = new LogBucket(this, "log-bucket", {
      name: names.logBucket,
      account: account.id,
      region,
      oldVersionDays: foundation.deletedLogRecoveryDays,
      preventDestroy,
      loadBalancers: Object.values(environments)
        .filter((each) => each.region === region)
        .map(loadBalancerLogs),
      flowLogs: foundation.flowLogRetention,
      stateAccess: {
        ...foundation.stateAccessLogRetention,
        prefix: names.stateAccessLogPrefix,
        bucket: names.stateBucket,
      },
    });
    new StateBucket(this, "state-bucket", {
      name: names.stateBucket,
      oldVersionDays: foundation.stateHistoryDays,
      preventDestroy,
      logBucket,
      logPrefix: names.stateAccessLogPrefix,
    });
    new RefusedTrafficLog(this, "refused-traffic", { logBucket });
  }
}
