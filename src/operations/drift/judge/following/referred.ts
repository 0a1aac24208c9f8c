import { type Instance, instanceOf, isIn, seenFrom } from "../addresses";
import type { ChangedResource } from "../changes";
import type { Reference } from "../configuration";

/** Changed resources that a reference means. */
export interface Meant {
  /** The same for the same resources. */
  readonly key: string;
  readonly resources: readonly ChangedResource[];
}

/** Finds the changed resources that references mean: of modules and loops those that are in the same instance. */
export class Referred {
  readonly #byConfiguration = new Map<string, ChangedResource[]>();
  readonly #instances = new Map<ChangedResource, Instance>();
  readonly #found = new Map<string, Meant>();

  constructor(resources: readonly ChangedResource[]) {
    for (const resource of resources) {
      // Nothing refers to what was deposed.
      if (resource.deposed !== undefined) continue;
      this.#instances.set(resource, instanceOf(resource.address));
      const known = this.#byConfiguration.get(resource.configurationAddress);
      if (known) known.push(resource);
      else this.#byConfiguration.set(resource.configurationAddress, [resource]);
    }
  }

  /**
   * The instances that a reference means: the one that it names, or the follower's own, or all.
   *
   * @param follower what the reference is in; undefined for an output
   */
  by({ address, modules, instanceKey }: Reference, follower: ChangedResource | undefined): Meant {
    const from = follower && (this.#instances.get(follower) ?? instanceOf(follower.address));
    const meant = from ? seenFrom(modules, from) : modules;
    if (instanceKey !== undefined) return this.#in(address, meant, instanceKey);
    const own = from?.key === undefined ? undefined : this.#in(address, meant, from.key);
    return own && own.resources.length > 0 ? own : this.#in(address, meant, undefined);
  }

  #in(address: string, modules: readonly string[], instanceKey: string | undefined): Meant {
    const key = JSON.stringify([address, modules, instanceKey]);
    const known = this.#found.get(key);
    if (known) return known;
    const resources = (this.#byConfiguration.get(address) ?? []).filter((resource) => {
      const instance = this.#instances.get(resource);
      const isMeant = instanceKey === undefined || instance?.key === instanceKey;
      return isMeant && instance !== undefined && isIn(instance, modules);
    });
    const meant = { key, resources };
    this.#found.set(key, meant);
    return meant;
  }
}
