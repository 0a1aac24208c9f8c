/** The secret that an environment's credentials belong in. */
export interface SecretTarget {
  readonly environmentId: string;
  readonly region: string;
  readonly accountId: string;
  readonly name: string;
}
