import type { Construct } from "constructs";
import { RefusedTrafficLog } from "../src/constructs/networking/refused-traffic-log";
import { LogBucket } from "../src/constructs/storage/log-bucket";
import { StateBucket } from "../src/constructs/storage/state-bucket";
import { sharedTags } from "../src/systems/configuration/tags";
import type { Foundation } from "../src/systems/foundation/foundation";
import { regionNamesOf } from "../src/systems/foundation/names";
import type { Environment } from "../src/systems/test-app/environment";
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
