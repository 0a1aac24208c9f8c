import type { Change, Compared } from "../compare/changes";
import { mark } from "../compare/clear-secrets";
import { isObject, type Json } from "../compare/json";
import type { Rule } from "./rule";

/** A secret stands in clear where none stood before. It is never shown. */
export const secretInClear: Rule = (compared) =>
  partsOf(compared).flatMap(({ construct, before, after }) => {
    const known = new Set(before === null ? [] : marksIn(before).map(({ secret }) => secret));
    return (after === null ? [] : marksIn(after))
      .filter(({ secret }) => !known.has(secret))
      .map(({ path }) => ({
        subject: construct,
        what: `${path} holds a secret in clear: it is in git, in Terraform's state and here for whoever reads them`,
        remedy:
          "change the secret, which counts as known now, and read it from Secrets Manager where it is used",
      }));
  });

/** What changes; of a new environment all. */
function partsOf({
  before,
  after,
  changes,
}: Compared): Pick<Change, "construct" | "before" | "after">[] {
  if (before !== null || after === null) return [...changes];
  return [...after.parts.values()].map(({ construct, values }) => ({
    construct,
    before: null,
    after: values,
  }));
}

function marksIn(value: Json, path = ""): { path: string; secret: string }[] {
  if (Array.isArray(value))
    return value.flatMap((each, index) => marksIn(each, `${path}[${index}]`));
  if (isObject(value))
    return Object.entries(value).flatMap(([key, each]) =>
      marksIn(each, path === "" ? key : `${path}.${key}`),
    );
  const marks = String(value).matchAll(new RegExp(mark, "g"));
  return [...marks].map(([secret]) => ({ path, secret }));
}
