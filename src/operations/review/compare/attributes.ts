import { canonical, isObject, type Json, type JsonObject } from "./json";
import { compared, lineDiff } from "./lines";
import { withUnit } from "./units";

/** One attribute that changes. */
export interface AttributeChange {
  /** Such as `default_action[0].redirect.port`. */
  readonly path: string;
  readonly before: Json | undefined;
  readonly after: Json | undefined;
}

/** Attributes of a block that tell it from others of its list. */
const keys = ["Sid", "id", "name", "key", "sid", "device_name", "instance_type", "resource_type"];

/** The attributes that differ; one in a list or a block by its path. */
export function attributeChanges(before: JsonObject, after: JsonObject): AttributeChange[] {
  return changesOf("", before, after);
}

function changesOf(
  path: string,
  before: Json | undefined,
  after: Json | undefined,
): AttributeChange[] {
  if (canonical(before) === canonical(after)) return [];
  const whole = [{ path, before, after }];
  if (isPolicy(before) || isPolicy(after)) return whole;
  const isEmpty = ["{}", "[]"].includes(canonical(before ?? after));
  if (isEmpty && (before === undefined || after === undefined)) return whole;
  // A block that wasn't there before, or is no longer, by its arguments.
  if (areBoth(isObject, before, after)) {
    const [one, other] = [before ?? {}, after ?? {}] as [JsonObject, JsonObject];
    const names = new Set([...Object.keys(one), ...Object.keys(other)]);
    return [...names].flatMap((name) =>
      changesOf(path === "" ? name : `${path}.${name}`, one[name], other[name]),
    );
  }
  if (!areBoth(isBlocks, before, after)) return whole;
  const lists = [before ?? [], after ?? []] as [JsonObject[], JsonObject[]];
  return pairs(...lists).flatMap(([name, one, other]) => changesOf(`${path}[${name}]`, one, other));
}

/** Whether both are of a kind, or one of them is and the other is nothing. */
function areBoth(
  isOne: (value: Json | undefined) => boolean,
  before: Json | undefined,
  after: Json | undefined,
): boolean {
  return [before, after].every((each) => each === undefined || isOne(each));
}

/** A policy is read as a whole: `meaning/` says what it means. */
function isPolicy(value: Json | undefined): boolean {
  return isObject(value) && value.Statement !== undefined;
}

function isBlocks(value: Json | undefined): boolean {
  return Array.isArray(value) && value.every(isObject);
}

type Pair = readonly [name: string, before: Json | undefined, after: Json | undefined];

/** Blocks of two lists that belong together: by what tells them apart, else those that neighbour equal ones. */
function pairs(before: readonly JsonObject[], after: readonly JsonObject[]): Pair[] {
  const key = keys.find((each) => [before, after].every((list) => tellsApart(each, list)));
  if (key !== undefined) {
    const names = new Set([...before, ...after].map((block) => String(block[key])));
    const named = (list: readonly JsonObject[], name: string) =>
      list.find((block) => String(block[key]) === name);
    return [...names].map((name) => [name, named(before, name), named(after, name)]);
  }
  const changed = compared(before, after, canonical).filter(({ sign }) => sign !== " ");
  const gone = changed.filter(({ sign }) => sign === "-").map(({ text }) => text);
  const come = changed.filter(({ sign }) => sign === "+").map(({ text }) => text);
  return Array.from({ length: Math.max(gone.length, come.length) }, (_, index): Pair => {
    const [one, other] = [gone[index], come[index]];
    const name = one === undefined ? after.indexOf(other as JsonObject) : before.indexOf(one);
    return [String(name), one, other];
  });
}

function tellsApart(key: string, list: readonly JsonObject[]): boolean {
  const found = list.map((block) => block[key]);
  return found.every((each) => typeof each === "string") && new Set(found).size === list.length;
}

/** An attribute's change for people: from one value to another, or line by line. */
export type ShownChange =
  | { path: string; before: string | null; after: string | null }
  | { path: string; lines: string[] };

export function shownChange({ path, before, after }: AttributeChange): ShownChange {
  const [one, other] = [linesOf(before), linesOf(after)];
  const hasLines = [one, other].some((lines) => lines !== undefined && lines.length > 1);
  if (hasLines) return { path, lines: lineDiff(one ?? [], other ?? []) };
  const text = (value: Json | undefined) => (value === undefined ? null : withUnit(path, value));
  return { path, before: text(before), after: text(after) };
}

/** The lines of a script, a list or a policy; undefined where there is nothing. */
function linesOf(value: Json | undefined): string[] | undefined {
  if (value === undefined) return undefined;
  if (typeof value === "string") return value.split("\n");
  if (Array.isArray(value) && value.every((each) => typeof each === "string"))
    return value.flatMap((each) => each.split("\n"));
  return isPolicy(value) || (isObject(value) && JSON.stringify(value).length > 200)
    ? JSON.stringify(value, null, 2).split("\n")
    : [JSON.stringify(value)];
}
