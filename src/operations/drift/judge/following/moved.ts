import type { ChangedResource } from "../changes";
import type { Leaf } from "../leaves";
import { isEmpty } from "../values";
import { movementOf, movements } from "./movements";
import type { Meant } from "./referred";

/** What the plan makes of something, which may be what moved elsewhere. */
export type Moving = Pick<Leaf, "cloud" | "planned" | "sensitive">;

/** Where something that is referred to has moved in the cloud. */
export interface Movements {
  readonly addresses: ReadonlySet<string>;
  /** Addresses by what moved there. */
  readonly places: ReadonlyMap<string, ReadonlySet<string>>;
}

/** What has moved in the cloud, looked up by what moved, so that a large plan takes no longer for each change. */
export class Moved {
  readonly #resources: readonly ChangedResource[];
  readonly #found = new Map<string, Movements>();

  constructor(resources: readonly ChangedResource[]) {
    this.#resources = resources;
  }

  /** @param attributes the way to what is referred to; empty for all of a resource */
  at({ key, resources }: Meant, attributes: readonly string[]): Movements {
    const place = JSON.stringify([key, attributes]);
    const known = this.#found.get(place);
    if (known) return known;
    const moved = movementsOf(resources, (leaf) =>
      attributes.length > 0 ? isAlong(leaf.attributes, attributes) : isBetweenValues(leaf),
    );
    this.#found.set(place, moved);
    return moved;
  }

  anywhere(): Movements {
    const known = this.#found.get("");
    if (known) return known;
    const moved = movementsOf(this.#resources, isBetweenValues);
    this.#found.set("", moved);
    return moved;
  }
}

/**
 * Whether something would change in nothing but what has moved elsewhere.
 *
 * @returns the addresses where that moved; undefined where something else changes, or a value is sensitive
 */
export function movedAlong(
  { cloud, planned, sensitive }: Moving,
  elsewhere: readonly Movements[],
): string[] | undefined {
  if (sensitive || elsewhere.every(({ places }) => places.size === 0)) return undefined;
  const placesOf = (movement: string) =>
    elsewhere.flatMap(({ places }) => [...(places.get(movement) ?? [])]);
  const whole = placesOf(movementOf(cloud, planned));
  if (whole.length > 0) return whole;
  const found = movements(cloud, planned).map(placesOf);
  return found.length > 0 && found.every((places) => places.length > 0) ? found.flat() : undefined;
}

function movementsOf(
  resources: readonly ChangedResource[],
  isMeant: (leaf: Leaf) => boolean,
): Movements {
  const addresses = new Set<string>();
  const places = new Map<string, Set<string>>();
  for (const { address, missing, drifted } of resources) {
    if (missing) addresses.add(address);
    for (const leaf of missing ? [] : drifted.filter(isMeant)) {
      addresses.add(address);
      if (leaf.sensitive) continue;
      const { state, cloud } = leaf;
      for (const each of [movementOf(state, cloud), ...movements(state, cloud)]) {
        const known = places.get(each);
        if (known) known.add(address);
        else places.set(each, new Set([address]));
      }
    }
  }
  return { addresses, places };
}

/** What the provider only fills in says nothing of who changed it. */
function isBetweenValues({ state, cloud }: Leaf): boolean {
  return !isEmpty(state) && !isEmpty(cloud);
}

/** One way is the beginning of the other. */
function isAlong(one: readonly string[], other: readonly string[]): boolean {
  return one.every((name, index) => index >= other.length || other[index] === name);
}
