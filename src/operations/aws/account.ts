/** The account that something is in, by its ARN; undefined where that doesn't say. */
export function accountIn(arn = ""): string | undefined {
  return /^arn:[^:]*:[^:]*:[^:]*:(\d{12}):/.exec(arn)?.[1];
}

/** Why nothing is done with credentials of another account, whose cause is `wrong-account`. */
export function wrongAccount(found: string | undefined, wanted: string): string {
  const theirs = found === undefined ? "an account that AWS doesn't name" : `the account ${found}`;
  return `The credentials are of ${theirs}, and the configuration is of ${wanted}: use a role of that one, or correct accountId in src/systems/configuration/stand-ins.ts`;
}
