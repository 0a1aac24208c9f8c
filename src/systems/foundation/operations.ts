import { type Deployment, withoutRollout } from "../../estate/deployment";
import { account } from "../configuration/account";
import { undecided } from "../configuration/undecided";
import type { Foundation } from "./foundation";
import { loadFoundations } from "./foundations";
import { regionChecks, regionNamesOf } from "./names";

/**
 * The regions' foundations as the operations see them.
 *
 * @throws ConfigurationError that names every mistake
 */
export function loadDeployments(): readonly Deployment[] {
  return Object.values(loadFoundations()).map(deploymentOf);
}

export function deploymentOf({ id, region, budgets, gitHub }: Foundation): Deployment {
  const { stateBucket, logBucket, costAlerts } = regionNamesOf(region);
  return {
    id,
    system: "foundation",
    stage: "shared",
    region,
    account: account.id,
    after: [],
    settles: [],
    health: null,
    ...withoutRollout,
    bare: { stateBucket, logBucket },
    checks: [
      ...regionChecks(region),
      ...(budgets.length > 0
        ? [{ check: "topic-subscribers" as const, topicName: costAlerts }]
        : []),
    ],
    standIns: undecided(gitHub === null ? ["accountId"] : ["accountId", "gitHubRepository"]),
    configuredIn: "src/systems/foundation/foundations.ts",
  };
}
