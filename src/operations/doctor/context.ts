import type { Region } from "../../systems/configuration/account";
import type { Environment } from "../../systems/test-app/environment";
import type { Names } from "../../systems/test-app/names";
import type { Aws } from "./aws";

/** The account, asked where its global services are. */
export interface AccountContext {
  readonly aws: Aws;
  /** Those of the environments that are examined. */
  readonly regions: readonly Region[];
}

/** What the environments of one region share. */
export interface RegionContext {
  readonly aws: Aws;
  readonly region: Region;
  readonly stateBucket: string;
  readonly logBucket: string;
  /** Of the environments that are examined: each takes one execution out of the region's quota. */
  readonly functionNames: readonly string[];
}

export interface EnvironmentContext {
  readonly aws: Aws;
  readonly environment: Environment;
  readonly names: Names;
}
