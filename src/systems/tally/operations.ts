import type { Check } from "../../estate/checks";
import { type Deployment, withoutRollout } from "../../estate/deployment";
import { account } from "../configuration/account";
import { domainChecks, imageChecks } from "../configuration/checks";
import { nothing } from "../configuration/images";
import { undecided } from "../configuration/undecided";
import { foundationId, regionChecks } from "../foundation/names";
import type { Environment } from "./environment";
import { loadEnvironments } from "./environments";
import { type Digests, loadDigests, missingImages } from "./images";
import { imageLookup } from "./lookups";
import { namesOf, releaseKey, sharedNamesOf, system } from "./names";

/** Of every type that an environment may have. */
const virtualProcessors = 2;

/**
 * The environments as the operations see them.
 *
 * @throws ConfigurationError that names every mistake
 */
export function loadDeployments(): readonly Deployment[] {
  const digests = loadDigests();
  return Object.values(loadEnvironments()).map((each) => deploymentOf(each, digests));
}

export function deploymentOf(environment: Environment, digests: Digests): Deployment {
  const { id, stage, region } = environment;
  const names = namesOf(environment);
  return {
    id,
    system,
    stage,
    region,
    account: account.id,
    after: [foundationId(region)],
    settles: [
      { by: "instance refresh", groupName: names.adder },
      {
        by: "ecs services",
        cluster: names.base,
        services: [
          { name: "display", family: `${names.base}-display` },
          { name: "reset", family: `${names.base}-reset` },
        ],
      },
    ],
    health: {
      groupName: names.adder,
      alarmName: names.healthAlarm,
      bakeTimeSeconds: environment.bakeTimeSeconds,
    },
    ...withoutRollout,
    bare: null,
    checks: [...checksOf(environment), ...pushed(environment, digests)],
    standIns: [...undecided(["accountId", "domain"]), ...missingImages(digests)],
    configuredIn: "src/systems/tally/environments.ts",
  };
}

/** What is to run; a stand-in is named as such, and not looked for. */
function pushed({ region }: Environment, digests: Digests): readonly Check[] {
  const { imageRepositories, releaseBucket: bucket } = sharedNamesOf(region);
  const remedy =
    "run the workflow tally-images on main and merge its pull request, or go back to the commit before, whose digests were pushed";
  const images = imageChecks(imageRepositories, digests, remedy);
  if (digests.adder === nothing) return images;
  return [...images, { check: "pushed-archive", bucket, key: releaseKey(digests.adder), remedy }];
}

function checksOf(environment: Environment): readonly Check[] {
  const { region, domain, adder } = environment;
  const names = namesOf(environment);
  const { owner, filters } = imageLookup(environment);
  return [
    {
      check: "service-linked-role",
      role: "AWSServiceRoleForAutoScaling",
      neededBecause: "the encryption key's policy names it",
    },
    ...regionChecks(region),
    {
      check: "account-services",
      groupName: names.adder,
      // While a machine is replaced there is one more.
      virtualProcessors: (adder.instances + 1) * virtualProcessors,
    },
    { check: "machine-image", owner, filters, floats: false },
    ...domainChecks(domain),
    { check: "database-secret", databaseIdentifier: names.database.identifier },
    { check: "ssm-agents", groupName: names.adder },
    { check: "topic-subscribers", topicName: names.alerts },
  ];
}
