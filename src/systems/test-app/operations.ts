import { bearableShare } from "../../constructs/compute/zone-loss";
import type { Check } from "../../estate/checks";
import type { Deployment } from "../../estate/deployment";
import { account } from "../configuration/account";
import { domainChecks } from "../configuration/checks";
import { undecided } from "../configuration/undecided";
import { foundationId, regionChecks } from "../foundation/names";
import type { Environment } from "./environment";
import { loadEnvironments } from "./environments";
import { configuredIn, releaseOf } from "./functions/rollout-settings";
import { mostVirtualProcessors } from "./instance-types";
import { imageLookup } from "./lookups";
import { databaseNames, namesOf } from "./names";

/**
 * The environments as the operations see them.
 *
 * @throws ConfigurationError that names every mistake
 */
export function loadDeployments(): readonly Deployment[] {
  return Object.values(loadEnvironments()).map(deploymentOf);
}

export function deploymentOf(environment: Environment): Deployment {
  const { id, stage, region } = environment;
  const names = namesOf(environment);
  const { identifier } = databaseNames(names, environment.database.identifierSuffix);
  return {
    id,
    system: "test-app",
    stage,
    region,
    account: account.id,
    after: [foundationId(region)],
    settles: [{ by: "instance refresh", groupName: names.base }],
    health: {
      groupName: names.base,
      alarmName: names.healthAlarm,
      bakeTimeSeconds: environment.rollout.bakeTimeSeconds,
    },
    release: releaseOf(environment),
    releaseNeedsApproval: environment.rollout.approval === "on",
    downloadSecret: names.downloadSecret,
    databaseUser: {
      databaseIdentifier: identifier,
      functionName: names.database.userFunction,
      database: names.database.schema,
      user: names.database.user,
    },
    restore: {
      databaseIdentifier: identifier,
      baseIdentifier: names.base,
      functionName: names.database.userFunction,
      schema: names.database.schema,
    },
    bare: null,
    checks: checksOf(environment),
    standIns: undecided([
      "accountId",
      "domain",
      "machineImage",
      "applicationPort",
      "healthCheckPath",
    ]),
    configuredIn,
  };
}

function checksOf(environment: Environment): readonly Check[] {
  const { region, domain, fleet, database } = environment;
  const names = namesOf(environment);
  const groupName = names.base;
  const image = imageLookup(environment);
  return [
    {
      // An account that never had an auto scaling group has none.
      // https://docs.aws.amazon.com/autoscaling/ec2/userguide/autoscaling-service-linked-role.html
      check: "service-linked-role",
      role: "AWSServiceRoleForAutoScaling",
      neededBecause: "the encryption key's policy names it",
    },
    ...regionChecks(region),
    { check: "lambda-concurrency", functionName: names.autoupdaterFunction },
    { check: "lambda-concurrency", functionName: names.database.userFunction },
    {
      check: "account-services",
      groupName,
      virtualProcessors: fleet.maximumInstances * mostVirtualProcessors(fleet.instanceTypes),
    },
    {
      check: "zones",
      instanceTypes: fleet.instanceTypes,
      zonesNeeded: zonesNeeded(fleet),
      toNeedFewer: `lower cpuTargetPercent and networkTargetPercentOfBaseline in ${configuredIn} to ${mostPercent(2, fleet)}`,
    },
    {
      check: "machine-image",
      owner: image.owner,
      filters: image.filters,
      floats: image.newest,
    },
    ...domainChecks(domain),
    { check: "download-secret", secretName: names.downloadSecret, groupName },
    {
      check: "database-secret",
      databaseIdentifier: databaseNames(names, database.identifierSuffix).identifier,
    },
    { check: "updates", parameterName: names.updatesParameter, groupName },
    { check: "ssm-agents", groupName },
    { check: "topic-subscribers", topicName: names.alerts },
  ];
}

/** So many that the others can take what one of them carried at its target. */
function zonesNeeded(fleet: Environment["fleet"]): number {
  const target = Math.max(fleet.cpuTargetPercent, fleet.networkTargetPercentOfBaseline);
  const others = [2, 3, 4, 5];
  return others.find((zones) => target <= mostPercent(zones, fleet)) ?? 6;
}

/** The highest scaling target with so many zones. */
function mostPercent(zones: number, { minimumInstances, maximumInstances }: Environment["fleet"]) {
  return Math.floor(100 * bearableShare(zones, minimumInstances, maximumInstances));
}
