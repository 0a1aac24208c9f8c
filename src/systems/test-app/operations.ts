import type { Deployment } from "../../estate/deployment";
import { account } from "../configuration/account";
import { foundationId } from "../foundation/foundations";
import type { Environment } from "./environment";
import { loadEnvironments } from "./environments";
import { databaseNames, namesOf } from "./names";
import { releaseOf } from "./rollout-settings";

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
  return {
    id,
    system: "test-app",
    stage,
    region,
    account: account.id,
    after: [foundationId(region)],
    settles: { by: "instance refresh", groupName: names.base },
    health: {
      groupName: names.base,
      alarmName: names.healthAlarm,
      bakeTimeSeconds: environment.rollout.bakeTimeSeconds,
    },
    release: releaseOf(environment),
    downloadSecret: names.downloadSecret,
    databaseUser: {
      databaseIdentifier: databaseNames(names, environment.database.identifierSuffix).identifier,
      functionName: names.database.userFunction,
      database: names.database.schema,
      user: names.database.user,
    },
    bare: null,
  };
}
