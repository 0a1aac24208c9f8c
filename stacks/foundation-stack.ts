import type { Construct } from "constructs";
import type { Environment } from "../src/config/environment";
import type { Foundation } from "../src/config/foundation";
import { regionNamesOf } from "../src/config/names";
import { sharedTags } from "../src/config/tags";
import { LogBucket } from "../src/constructs/log-bucket";
import { RefusedTrafficLog } from "../src/constructs/refused-traffic-log";
import { StateBucket } from "../src/constructs/state-bucket";
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
    const common = { settings: foundation, names };

    const logBucket = new LogBucket(this, "log-bucket", {
      ...common,
      environments: Object.values(environments).filter((each) => each.region === region),
    });
    new StateBucket(this, "state-bucket", { ...common, logBucket });
    new RefusedTrafficLog(this, "refused-traffic", { logBucket });
  }
}
