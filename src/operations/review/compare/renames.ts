import { isObject, type Json, type JsonObject } from "./json";
import type { Part, Stack } from "./stack";

/** So much of two resources must be equal that one is taken for the other under another address. */
const likeness = 0.6;

/**
 * Resources that are there under another address, from the old one to the new one: Terraform would destroy and create
 * each. They are of one type, and most of their arguments are the same.
 *
 * @param known what a `moved` block tells already
 */
export function renames(
  before: Stack,
  after: Stack,
  known: ReadonlyMap<string, string>,
): Map<string, string> {
  const taken = new Set(known.values());
  const gone = only(before, after).filter(({ address }) => !known.has(address));
  const come = only(after, before).filter(({ address }) => !taken.has(address));
  const candidates = gone
    .flatMap((one) =>
      come
        .filter(({ type }) => type === one.type)
        .map((other) => ({ one, other, alike: alike(one, other) })),
    )
    .filter(({ alike }) => alike >= likeness)
    .sort((left, right) => right.alike - left.alike);
  const found = new Map<string, string>();
  const used = new Set<string>();
  for (const { one, other } of candidates) {
    if (found.has(one.address) || used.has(other.address)) continue;
    found.set(one.address, other.address);
    used.add(other.address);
  }
  return found;
}

function only(here: Stack, there: Stack): Part[] {
  return [...here.parts.values()].filter(
    ({ address, type }) => !there.parts.has(address) && type.startsWith("aws_"),
  );
}

/** The share of equal arguments, whatever they refer to. */
function alike(one: Part, other: Part): number {
  const [left, right] = [leaves(one.values), leaves(other.values)];
  const all = new Set([...left, ...right]);
  return all.size === 0 ? 1 : left.filter((leaf) => right.includes(leaf)).length / all.size;
}

function leaves(value: Json, path = ""): string[] {
  if (Array.isArray(value)) return value.flatMap((each) => leaves(each, path));
  if (isObject(value))
    return Object.entries(value).flatMap(([key, each]) => leaves(each, `${path}.${key}`));
  return [`${path}=${String(value).replaceAll(/\b(aws_\w+)\.[\w-]+/g, "$1")}`];
}

/** Values whose references to old addresses are to the new ones. */
export function withReferences(
  addresses: ReadonlyMap<string, string>,
): (values: JsonObject) => JsonObject {
  if (addresses.size === 0) return (values) => values;
  const pattern = new RegExp(
    `(?<![\\w.-])(${[...addresses.keys()].map((each) => each.replaceAll(".", "\\.")).join("|")})(?![\\w-])`,
    "g",
  );
  const renamed = (value: Json): Json => {
    if (typeof value === "string")
      return value.replace(pattern, (address) => addresses.get(address) ?? address);
    if (Array.isArray(value)) return value.map(renamed);
    return isObject(value) ? referring(value) : value;
  };
  const referring = (values: JsonObject): JsonObject =>
    Object.fromEntries(Object.entries(values).map(([key, value]) => [key, renamed(value)]));
  return referring;
}
