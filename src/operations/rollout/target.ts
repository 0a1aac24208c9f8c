import type { Deployment, Release } from "../../estate/deployment";

/** What a rollout is aimed at and with which limits. */
export interface RolloutTarget extends Release {
  readonly environmentId: string;
  readonly region: string;
  readonly accountId: string;
}

/** A deployment that something can be released on. */
export type Releasable = Pick<Deployment, "id" | "region" | "account"> & {
  readonly release: Release;
};

export function rolloutTarget({ id, region, account, release }: Releasable): RolloutTarget {
  return { environmentId: id, region, accountId: account, ...release };
}
