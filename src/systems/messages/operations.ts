import type { Check } from "../../estate/checks";
import { type Deployment, withoutRollout } from "../../estate/deployment";
import { account } from "../configuration/account";
import { domainChecks, imageChecks } from "../configuration/checks";
import { undecided } from "../configuration/undecided";
import { foundationId, regionChecks } from "../foundation/names";
import type { Environment } from "./environment";
import { loadEnvironments } from "./environments";
import { type Digests, imageNames, loadDigests, missingImages } from "./images";
import { imageLookup } from "./lookups";
import { imageRepositories, namesOf, system } from "./names";

const notPushed =
  "run the job of services/messages/Jenkinsfile on main, or go back to the commit before, whose digests were pushed";

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
      { by: "instance refresh", groupName: names.capacity },
      {
        by: "ecs services",
        cluster: names.base,
        services: imageNames.map((name) => ({ name, family: `${names.base}-${name}` })),
      },
    ],
    health: {
      groupName: null,
      alarmName: names.healthAlarm,
      bakeTimeSeconds: environment.bakeTimeSeconds,
    },
    ...withoutRollout,
    bare: null,
    checks: [...checksOf(environment), ...imageChecks(imageRepositories, digests, notPushed)],
    standIns: [...undecided(["accountId", "domain"]), ...missingImages(digests)],
    configuredIn: "src/systems/messages/environments.ts",
  };
}

function checksOf(environment: Environment): readonly Check[] {
  const { region, domain, capacity } = environment;
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
      groupName: names.capacity,
      virtualProcessors: capacity.maximumInstances * virtualProcessors,
    },
    { check: "machine-image", owner, filters, floats: false },
    ...domainChecks(domain),
    {
      check: "secure-parameter",
      parameterName: names.tokenParameter,
      neededBecause: "the producer accepts nothing without the token, and never gets healthy",
    },
    {
      check: "secure-parameter",
      parameterName: names.grafanaPasswordParameter,
      neededBecause: "Grafana's task doesn't start without its password",
    },
    { check: "ssm-agents", groupName: names.capacity },
    { check: "topic-subscribers", topicName: names.alerts },
  ];
}
