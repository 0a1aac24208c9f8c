import { account, type Region } from "../../systems/configuration/account";
import { namesOf } from "../../systems/test-app/names";

/** The secret that an environment's credentials belong in. */
export interface SecretTarget {
  readonly environmentId: string;
  readonly region: Region;
  readonly accountId: string;
  readonly name: string;
}

export function secretTarget(environment: {
  readonly id: string;
  readonly region: Region;
}): SecretTarget {
  const { id, region } = environment;
  const name = namesOf(environment).downloadSecret;
  return { environmentId: id, region, accountId: account.id, name };
}
