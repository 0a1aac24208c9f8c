import { account, type Region } from "../../systems/configuration/account";
import { namesOf } from "../../systems/test-app/names";
import type { RolloutSettings } from "../../systems/test-app/rollout-settings";

/** What a rollout is aimed at and with which limits: the part of an environment that it reads. */
export interface RolloutTarget {
  readonly environmentId: string;
  readonly region: Region;
  readonly accountId: string;
  readonly groupName: string;
  readonly documentName: string;
  /** Where Systems Manager writes what the command prints. */
  readonly logGroupName: string;
  readonly maxConcurrency: number;
  readonly maxErrors: number;
  readonly deliveryTimeoutSeconds: number;
}

export function rolloutTarget(environment: RolloutSettings): RolloutTarget {
  const names = namesOf(environment);
  return {
    environmentId: environment.id,
    region: environment.region,
    accountId: account.id,
    groupName: names.base,
    documentName: names.autoupdaterDocument,
    logGroupName: names.logGroups.autoupdater,
    maxConcurrency: environment.rolloutMaxConcurrency,
    maxErrors: environment.rolloutMaxErrors,
    deliveryTimeoutSeconds: environment.rolloutDeliveryTimeoutSeconds,
  };
}
