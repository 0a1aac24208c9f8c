import { isContainer, own } from "../../terraform/diagnosis/json-values";
import { isMoved, type Pair, pair, withoutSecrets } from "./pairing";
import { isInSetOrder } from "./set-order";
import {
  canonical,
  elements,
  hasTrue,
  identical,
  isEmpty,
  isObject,
  marked,
  reordered,
  same,
} from "./values";
import type { Three, Version, Versions } from "./versions";

/**
 * One attribute of a resource in its three versions: what Terraform last wrote into its state, what
 * the refresh found in the cloud, and what the plan makes of it.
 */
export interface Leaf {
  /** Names of attributes and blocks, without indices: the way through the configuration. */
  readonly attributes: readonly string[];
  /** As people write it, such as `tag[key=owner].value`. */
  readonly path: string;
  /** Where the blocks that it is in stand in their lists: in the cloud, as planned, and so on inward. */
  readonly places: readonly number[];
  readonly state: unknown;
  readonly cloud: unknown;
  readonly planned: unknown;
  /** What is planned is known only during apply, or some of it. */
  readonly unknown: boolean;
  /** What the plan knows all the same, where only some is unknown. */
  readonly partly: Partly | undefined;
  readonly sensitive: boolean;
  /** The refresh found something else than the state held. */
  readonly isDrift: boolean;
  /** The plan makes something else of it than there is in the cloud. */
  readonly isPlanned: boolean;
  /** The plan makes of it what the state held. */
  readonly isRevert: boolean;
}

/** A value of which some is known only during apply. */
export interface Partly {
  /** With null in the places that are unknown, or without them. */
  readonly known: unknown;
  /** A tree of the value's shape, with true where it is unknown. */
  readonly unknown: unknown;
}

/** Undefined where all is known, or nothing. */
export function partlyKnown(known: unknown, unknown: unknown): Partly | undefined {
  return unknown !== true && hasTrue(unknown) ? { known: known ?? null, unknown } : undefined;
}

export interface Comparison {
  readonly leaves: readonly Leaf[];
  /** What the plan makes otherwise than there is in the cloud in form alone, such as null of an empty text. */
  readonly form: readonly Leaf[];
  /** Lists of blocks of which one that changes also moves, as it would not in a set. */
  readonly moves: readonly Leaf[];
}

/** Deeper than any provider's schema; a plan that is deeper can't be judged. */
const deepest = 200;

/** A value is nested more deeply than any provider's schema. */
export class TooDeep extends Error {}

interface Place {
  readonly attributes: readonly string[];
  readonly path: string;
  readonly places: readonly number[];
  readonly depth: number;
}

/**
 * The attributes in which the three versions differ, leaf by leaf, and apart from them differences of form
 * alone (null against an empty list, map or text). The order of a list is content: Terraform writes a set's
 * elements in an order that their content alone decides, so that elements which stay the same and stand in another
 * order are a list's. One that changes may move in a set too: beside other differences its move is only form.
 *
 * @throws TooDeep
 */
export function compare(versions: Versions): Comparison {
  const leaves: Leaf[] = [];
  const form: Leaf[] = [];
  const moves: Leaf[] = [];

  function walk(at: Versions, place: Place): void {
    if (place.depth > deepest)
      throw new TooDeep(`${place.path} is nested more than ${deepest} levels deep`);
    const { state, cloud, planned, unknown } = at;
    const three = [state, cloud, planned];
    const isWhole = unknown === true || three.some((version) => version.sensitive === true);
    const isForm = isEmpty(cloud.value) && isEmpty(planned.value);
    if (isForm && !hasTrue(unknown) && !identical(cloud.value, planned.value))
      form.push(leafOf(at, place));
    if (isWhole || !three.some(({ value }) => isContainer(value)) || isMixed(three))
      leaf(at, place);
    else if (three.some(({ value }) => isObject(value))) walkObject(at, place);
    else if (three.some(({ value }) => elements(value).some(isContainer))) walkBlocks(at, place);
    else leaf(at, place);
  }

  function leaf(at: Versions, place: Place): void {
    if (isStill(at)) return;
    const found = leafOf(at, place);
    const { cloud, planned } = found;
    if (found.isDrift || found.isPlanned) leaves.push(found);
    if (!found.isPlanned && !isEmpty(cloud) && !identical(cloud, planned)) form.push(found);
  }

  function walkObject(at: Versions, place: Place): void {
    const keys = new Set(keysOf(at.cloud.value));
    // Most attributes of most resources are the same value everywhere, and need no path.
    for (const other of [at.state.value, at.planned.value, at.unknown])
      if (other !== at.cloud.value) for (const key of keysOf(other)) keys.add(key);
    for (const key of keys)
      if (!isSettled(at, key))
        walk(child(at, [key, key, key]), {
          attributes: [...place.attributes, key],
          path: below(place.path, key),
          places: place.places,
          depth: place.depth + 1,
        });
  }

  function walkBlocks(at: Versions, place: Place): void {
    const { state, cloud, planned } = at;
    const lists = [elements(state.value), elements(cloud.value), elements(planned.value)] as const;
    const pairs = pair(lists, at);
    // A set's order may tell of a secret in it.
    const isSecret = [state, cloud, planned].some(({ sensitive }) => hasTrue(sensitive));
    const order = orderOf(at, place);
    if (order) leaves.push(order);
    else moves.push(...movesIn(at, place, pairs));
    for (const { name, indices } of pairs)
      walk(child(at, indices), {
        ...place,
        path: `${place.path}[${name}]`,
        places: isSecret ? place.places : [...place.places, indices[1], indices[2]],
        depth: place.depth + 1,
      });
  }

  walk(versions, { attributes: [], path: "", places: [], depth: 0 });
  return { leaves, form, moves };
}

/** Whether nothing differs but what a refresh makes of nothing: most of what is looked at. */
function isStill({ state, cloud, planned, unknown }: Versions): boolean {
  if (planned.value !== cloud.value || hasTrue(unknown)) return false;
  return state.value === cloud.value || (isEmpty(state.value) && isEmpty(cloud.value));
}

/** What the versions have at a place that is looked at as a whole. */
function leafOf(at: Versions, { attributes, path, places }: Place): Leaf {
  const unknown = hasTrue(at.unknown);
  const three = [at.state, at.cloud, at.planned] as const;
  const [state, cloud] = three.map(({ value }) => value);
  const planned = unknown ? null : at.planned.value;
  return {
    attributes,
    path,
    places,
    state,
    cloud,
    planned,
    unknown,
    partly: partlyKnown(at.planned.value, at.unknown),
    sensitive: three.some((version) => hasTrue(version.sensitive)),
    isDrift: !same(state, cloud),
    isPlanned: unknown || !same(cloud, planned),
    isRevert: !unknown && same(planned, state),
  };
}

/** A list of blocks as a whole, where those that stay as they are stand in another order; undefined elsewhere. */
function orderOf(at: Versions, place: Place): Leaf | undefined {
  const longest = [at.state, at.cloud, at.planned].map(({ value }) => elements(value).length);
  if (longest.filter((length) => length > 1).length < 2) return undefined;
  const [state = [], cloud = [], planned = []] = [at.state, at.cloud, at.planned].map(
    ({ value, sensitive }) =>
      elements(value).map((each, index) => canonical(withoutSecrets(each, own(sensitive, index)))),
  );
  const isDrift = reordered(state, cloud);
  const isPlanned = reordered(cloud, planned);
  if (!isDrift && !isPlanned) return undefined;
  const isRevert = !reordered(planned, state);
  const whole = leafOf({ ...at, unknown: undefined }, place);
  return { ...whole, isDrift, isPlanned, isRevert };
}

/** A list of blocks as a whole, where one that changes also moves as it would not in a set. */
function movesIn(at: Versions, place: Place, pairs: readonly Pair[]): Leaf[] {
  if (!isMoved(pairs, 1, 2)) return [];
  const planned = marked(at.planned.value, at.unknown, undefined);
  if ([at.cloud.value, planned].every((list) => isInSetOrder(elements(list)))) return [];
  const isRevert = isMoved(pairs, 0, 1) && !isMoved(pairs, 0, 2);
  return [{ ...leafOf({ ...at, unknown: undefined }, place), isDrift: isRevert, isRevert }];
}

/** As Terraform writes it; a key that would read as more than one step is quoted. */
function below(path: string, key: string): string {
  if (!/^[\w-]+$/.test(key)) return `${path}[${JSON.stringify(key)}]`;
  return path === "" ? key : `${path}.${key}`;
}

/** Whether all versions plainly have the same under a key; what only looks different is walked. */
function isSettled({ state, cloud, planned, unknown }: Versions, key: string): boolean {
  const value = own(cloud.value, key);
  const others =
    planned.value === cloud.value
      ? [own(state.value, key)]
      : [own(state.value, key), own(planned.value, key)];
  if (hasTrue(own(unknown, key))) return false;
  if (isEmpty(value))
    return (
      others.every(isEmpty) &&
      (planned.value === cloud.value || identical(value, own(planned.value, key)))
    );
  if (!isContainer(value)) return others.every((other) => other === value);
  const text = JSON.stringify(value);
  return others.every(
    (other) => other === value || (isContainer(other) && JSON.stringify(other) === text),
  );
}

function child(at: Versions, [state, cloud, planned]: Three<string | number>): Versions {
  const of = (version: Version, key: string | number): Version => ({
    value: own(version.value, key),
    sensitive: own(version.sensitive, key),
  });
  return {
    state: of(at.state, state),
    cloud: of(at.cloud, cloud),
    planned: of(at.planned, planned),
    unknown: own(at.unknown, planned),
  };
}

/** Versions that are not all objects, or all lists: one of them has changed its type. */
function isMixed(three: readonly Version[]): boolean {
  const filled = three.map(({ value }) => value).filter((value) => !isEmpty(value));
  const kinds = new Set(
    filled.map((value) => (Array.isArray(value) ? "list" : isObject(value) ? "object" : "other")),
  );
  return kinds.size > 1;
}

function keysOf(value: unknown): string[] {
  return isObject(value) ? Object.keys(value) : [];
}
