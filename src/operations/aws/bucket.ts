/** A bucket that can't be looked at belongs to somebody else, or the role has no permission. */
export type Found = "there" | "missing" | "closed" | "in another region";

/** What to do about a bucket in the wrong region. */
export const elsewhereRemedy =
  "delete it there, when it is empty and of this account; else choose another name in regionNamesOf, src/systems/foundation/names.ts";
