import { own } from "../../terraform/diagnosis/json-values";
import { canonicalUnordered, elements, hasTrue, isObject } from "./values";
import type { Three, Versions } from "./versions";

/** The blocks of three lists that belong together; an index of -1 where a list has none. */
export interface Pair {
  /** Such as `key=owner`, or a number where nothing tells the blocks apart. */
  readonly name: string;
  readonly indices: Three<number>;
}

type List = readonly unknown[];

/** Attributes that usually tell the blocks of a list apart, in the order in which they are tried. */
const usualKeys = ["key", "name", "id", "device_name", "resource_type"];

/**
 * Pairs the blocks of a list in its three versions. Many lists are sets in the provider and have no
 * stable order, so blocks go together by an attribute that tells them apart, then by their content,
 * and only what is left by position.
 */
export function pair(lists: Three<List>, at: Versions): Pair[] {
  const longest = Math.max(...lists.map((list) => list.length));
  // A single block usually is the provider's way of nesting; a `key` is what sets are told apart by.
  if (longest <= 1 && !lists.every((list) => tellsApart(list, "key")))
    return [byPosition(lists, 0)];
  const key = keyOf(lists, at);
  if (key !== undefined) return pairByKey(lists, key);
  const pairs = pairByContent(lists, at);
  const inPlace = pairs.every(
    ({ indices }) => new Set(indices.filter((index) => index !== -1)).size === 1,
  );
  return inPlace ? Array.from({ length: longest }, (_, index) => byPosition(lists, index)) : pairs;
}

/** Whether blocks stand in another order in one version's list than in another's. */
export function isMoved(pairs: readonly Pair[], one: number, other: number): boolean {
  const places = pairs
    .map(({ indices }) => [indices[one] ?? -1, indices[other] ?? -1] as const)
    .filter((both) => !both.includes(-1))
    .sort(([first], [second]) => first - second);
  return places.some(([, at], nth) => at < (places[nth - 1]?.[1] ?? -1));
}

/** An attribute that every block has as a text of its own, and that is not sensitive. */
function keyOf(lists: Three<List>, at: Versions): string | undefined {
  const [first] = lists.flat();
  if (typeof first !== "object" || first === null) return undefined;
  const others = Object.keys(first).filter((name) => !usualKeys.includes(name));
  return [...usualKeys, ...others.sort()].find(
    (name) => lists.every((list) => tellsApart(list, name)) && !isSensitive(at, name),
  );
}

function tellsApart(list: List, name: string): boolean {
  const values = list.map((each) => own(each, name));
  return (
    values.every((value) => typeof value === "string") && new Set(values).size === values.length
  );
}

function isSensitive(at: Versions, name: string): boolean {
  return [at.state, at.cloud, at.planned].some(({ sensitive }) =>
    elements(sensitive).some((each) => each === true || hasTrue(own(each, name))),
  );
}

function pairByKey(lists: Three<List>, key: string): Pair[] {
  const positions = lists.map(
    (list) => new Map(list.map((each, index) => [own(each, key) as string, index])),
  );
  const values = new Set(positions.flatMap((each) => [...each.keys()]));
  return [...values].map((value) => ({
    // A path whose brackets can't be told from the name's would stand for another element, too.
    name: `${key}=${/[[\]"]/.test(value) ? JSON.stringify(value) : value}`,
    indices: three(positions.map((each) => each.get(value) ?? -1)),
  }));
}

/** Equal blocks go together; the others in the order of their content, which no shuffling changes. */
function pairByContent(lists: Three<List>, at: Versions): Pair[] {
  const marks = [at.state, at.cloud, at.planned].map(({ sensitive }) => sensitive);
  const queues = lists.map((list, version) => {
    const byText = new Map<string, number[]>();
    for (const [index, each] of list.entries()) {
      const text = canonicalUnordered(withoutSecrets(each, own(marks[version], index)));
      const places = byText.get(text);
      if (places) places.push(index);
      else byText.set(text, [index]);
    }
    return byText;
  });
  const whole: number[][] = [];
  const partial: number[][] = [];
  for (const text of [...new Set(queues.flatMap((queue) => [...queue.keys()]))].sort()) {
    const places = queues.map((queue) => queue.get(text) ?? []);
    const most = Math.max(...places.map((each) => each.length));
    for (let nth = 0; nth < most; nth++) {
      const row = places.map((each) => each[nth] ?? -1);
      (row.includes(-1) ? partial : whole).push(row);
    }
  }
  return [...joined(partial), ...whole].map((indices, nth) => ({
    name: `${nth}`,
    indices: three(indices),
  }));
}

/** What one version has alone is what the others have in its place: a block that was changed. */
function joined(rows: readonly number[][]): number[][] {
  const result: number[][] = [];
  const open = new Map<string, number[][]>();
  for (const row of [...rows].sort((one, other) => size(other) - size(one))) {
    const shape = [...open.keys()].find((each) => fits(each, row) && open.get(each)?.length);
    const joint = (shape === undefined ? undefined : open.get(shape)?.pop()) ?? [...row];
    for (const [version, index] of row.entries()) if (index !== -1) joint[version] = index;
    if (shape === undefined) result.push(joint);
    if (!joint.includes(-1)) continue;
    const waiting = open.get(shapeOf(joint));
    if (waiting) waiting.push(joint);
    else open.set(shapeOf(joint), [joint]);
  }
  return result;
}

function size(row: readonly number[]): number {
  return row.filter((index) => index !== -1).length;
}

/** Which versions a row has, such as `x-x`. */
function shapeOf(row: readonly number[]): string {
  return row.map((index) => (index === -1 ? "-" : "x")).join("");
}

function fits(shape: string, row: readonly number[]): boolean {
  return row.every((index, version) => index === -1 || shape[version] === "-");
}

/** A value for pairing, so that no sensitive part of it decides which blocks go together. */
export function withoutSecrets(value: unknown, marks: unknown): unknown {
  if (marks === true) return "sensitive";
  if (!hasTrue(marks)) return value;
  if (Array.isArray(value))
    return value.map((each, index) => withoutSecrets(each, own(marks, index)));
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.keys(value).map((key) => [key, withoutSecrets(value[key], own(marks, key))]),
  );
}

function byPosition(lists: Three<List>, index: number): Pair {
  return {
    name: `${index}`,
    indices: three(lists.map((list) => (index < list.length ? index : -1))),
  };
}

function three([state = -1, cloud = -1, planned = -1]: readonly number[]): Three<number> {
  return [state, cloud, planned];
}
