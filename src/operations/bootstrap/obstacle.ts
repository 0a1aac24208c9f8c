const theOnlyWay =
  "nobody can take it back from them, so choose another name in regionNamesOf, src/systems/foundation/names.ts";

/** Why a bucket can't be had by its name, and what to do about it. */
export const obstacle = {
  taken: (name: string) => `The bucket ${name} belongs to another account: ${theOnlyWay}`,
  closed: (name: string) =>
    `The bucket ${name} is there, and may not be looked at. Either the role in use has no s3:ListBucket on it: grant it. Or it belongs to another account: ${theOnlyWay}`,
  "in another region": (name: string) =>
    `The bucket ${name} is in another region than its name says: delete it there, when it is empty and of this account; else choose another name in regionNamesOf, src/systems/foundation/names.ts`,
} as const;
