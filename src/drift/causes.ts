import type { ChangedResource } from "./changes";
import type { Configuration, Reference, Sources } from "./configuration";
import type { Leaf } from "./leaves";

/**
 * Why the plan changes something. `both`: the cloud moved and the code moved. `guess`: it depends on
 * something that plans don't hold, so that the rest of the plan decides.
 */
export type Cause = "drift" | "pending" | "both" | "guess";

export interface Attribution {
  readonly cause: Cause;
  /** Addresses that the change follows from. */
  readonly because: readonly string[];
}

const drift: Attribution = { cause: "drift", because: [] };
const pending: Attribution = { cause: "pending", because: [] };
const both: Attribution = { cause: "both", because: [] };

/** Reasons for which somebody asked for the action, whatever the attributes say. */
const requested = ["replace_because_tainted", "replace_by_triggers", "replace_by_request"];
/** Reasons that lie in the number of a resource's instances. */
const repeated = ["delete_because_count_index", "delete_because_each_key"];

/** Whether somebody asked for the replacement of a resource. */
export function isRequested({ actionReason = "" }: ChangedResource): boolean {
  return requested.includes(actionReason);
}

/** Attributes each change of a plan to the cloud, which drifted, or to the code, which is ahead. */
export class Causes {
  readonly #configuration: Configuration;
  readonly #byAddress = new Map<string, ChangedResource[]>();
  readonly #ofResources = new Map<ChangedResource, ReadonlySet<Cause>>();

  constructor(resources: readonly ChangedResource[], configuration: Configuration) {
    this.#configuration = configuration;
    for (const resource of resources) {
      const known = this.#byAddress.get(resource.configurationAddress);
      if (known) known.push(resource);
      else this.#byAddress.set(resource.configurationAddress, [resource]);
    }
  }

  /** Why the plan does what it does to the resource as a whole; undefined where its attributes say. */
  ofAction(resource: ChangedResource): Attribution | undefined {
    const { action, actionReason = "" } = resource;
    if (resource.deposed !== undefined || isRequested(resource)) return pending;
    switch (action) {
      case "create":
        return resource.missing ? drift : this.#ofRepetition(resource);
      case "delete":
        return repeated.includes(actionReason) ? this.#ofRepetition(resource) : pending;
      case "forget":
        return pending;
      default:
        return resource.previousAddress !== undefined || resource.importId !== undefined
          ? pending
          : undefined;
    }
  }

  /** Why the plan changes the attribute; undefined where it only follows from the resource's others. */
  ofAttribute(resource: ChangedResource, leaf: Leaf): Attribution | undefined {
    const { address } = resource;
    if (leaf.unknown) {
      // Of a resource that is made anew because it is missing, only known values can differ.
      if (resource.missing || !this.#configuration.isSet(address, leaf.attributes))
        return undefined;
      const followed = this.#ofUnknown(this.#configuration.sourcesOf(address, leaf.attributes));
      // The cloud moved, whatever the plan will make of it.
      return leaf.isDrift && followed.cause === "pending"
        ? { ...followed, cause: "both" }
        : followed;
    }
    if (leaf.isDrift) return leaf.isRevert ? drift : both;
    return this.#ofKnown(this.#configuration.sourcesOf(address, leaf.attributes));
  }

  /** Why an output changes: with resources that do, or because somebody changed its definition. */
  ofOutput(name: string): Attribution {
    const sources = this.#configuration.sourcesOfOutput(name);
    return this.#changing(sources).length > 0 ? this.#ofUnknown(sources) : pending;
  }

  /** All causes of a resource's changes: of its action and of its attributes. */
  ofResource(resource: ChangedResource): ReadonlySet<Cause> {
    const known = this.#ofResources.get(resource);
    if (known) return known;
    this.#ofResources.set(resource, new Set()); // a cycle, which Terraform forbids, would end here
    const ofAction = this.ofAction(resource);
    const causes = new Set<Cause>(ofAction ? [ofAction.cause] : []);
    if (changesAttributes(resource))
      for (const leaf of resource.planned) {
        const attribution = this.ofAttribute(resource, leaf);
        if (attribution) causes.add(attribution.cause);
      }
    if (
      causes.size === 0 &&
      resource.action !== "unknown" &&
      resource.reordered &&
      resource.planned.length === 0
    )
      causes.add("pending");
    this.#ofResources.set(resource, causes);
    return causes;
  }

  /** Known only during apply: it follows what it refers to. */
  #ofUnknown(sources: Sources): Attribution {
    const changing = this.#changing(sources);
    const because = changing.map(({ address }) => address);
    const causes = new Set(changing.flatMap((resource) => [...this.ofResource(resource)]));
    if (causes.has("pending") || causes.has("both")) return { cause: "pending", because };
    if (sources.unfollowable.length > 0 || causes.has("guess"))
      return { cause: "guess", because: [...because, ...sources.unfollowable] };
    if (causes.size > 0) return { cause: "drift", because };
    return { cause: "pending", because: addressesOf(sources.dataSources) };
  }

  /** Known, and not touched in the cloud: somebody changed the code, or what the code refers to moved. */
  #ofKnown(sources: Sources): Attribution {
    const moved = [...sources.resources, ...sources.behindDataSources].flatMap((reference) =>
      this.#movedAt(reference),
    );
    if (moved.length > 0) return { cause: "drift", because: [...new Set(moved)] };
    if (sources.unfollowable.length > 0) return { cause: "guess", because: sources.unfollowable };
    if (sources.resources.length > 0) return pending;
    return { cause: "pending", because: addressesOf(sources.dataSources) };
  }

  #ofRepetition(resource: ChangedResource): Attribution {
    return this.#ofKnown(this.#configuration.sourcesOfRepetition(resource.address));
  }

  /** Resources with a planned change among the sources. */
  #changing({ resources, behindDataSources }: Sources): ChangedResource[] {
    const found = [...resources, ...behindDataSources].flatMap(
      ({ address }) => this.#byAddress.get(address) ?? [],
    );
    return [...new Set(found)].filter((resource) => resource.action !== "no-op");
  }

  /** Addresses whose attribute, as referred to, is another in the cloud than in the state. */
  #movedAt({ address, attribute }: Reference): string[] {
    return (this.#byAddress.get(address) ?? [])
      .filter(
        ({ missing, drifted }) =>
          missing ||
          drifted.some((leaf) => attribute === undefined || leaf.attributes[0] === attribute),
      )
      .map((resource) => resource.address);
  }
}

/** Whether attributes can say why: of what is deleted, forgotten or made anew, all attributes change. */
export function changesAttributes({ action, missing }: ChangedResource): boolean {
  return action === "update" || action === "replace" || (action === "create" && missing);
}

function addressesOf(references: readonly Reference[]): string[] {
  return [...new Set(references.map(({ address }) => address))];
}
