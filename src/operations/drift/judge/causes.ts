import type { ChangedResource } from "./changes";
import type { Configuration, Sources } from "./configuration";
import { Moved, type Moving, movedAlong } from "./following/moved";
import { Referred } from "./following/referred";
import type { Leaf } from "./leaves";
import { same } from "./values";

/**
 * Why the plan changes something. `both`: the cloud moved and the code moved. `guess`: it depends on
 * something that plans don't hold, so that the rest of the plan decides.
 */
export type Cause = "drift" | "pending" | "both" | "guess";

export interface Attribution {
  readonly cause: Cause;
  /** Addresses that the change follows from. */
  readonly because: readonly string[];
  /** Of a guess: something moved in the cloud just as this changes. */
  readonly movedAlong?: boolean;
  /** It refers to something that moved, but doesn't change as that did, or its value can't be looked at. */
  readonly doubtful?: boolean;
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
  readonly #referred: Referred;
  readonly #moved: Moved;
  readonly #sources = new Map<string, Sources>();
  readonly #ofResources = new Map<ChangedResource, ReadonlySet<Cause>>();

  constructor(resources: readonly ChangedResource[], configuration: Configuration) {
    this.#configuration = configuration;
    this.#referred = new Referred(resources);
    this.#moved = new Moved(resources);
  }

  /** Why the plan does what it does to the resource as a whole; undefined where its attributes say. */
  ofAction(resource: ChangedResource): Attribution | undefined {
    const { action, actionReason = "" } = resource;
    if (action === "unknown") return undefined;
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
    const isSet = this.isSet(resource, leaf);
    if (leaf.unknown) {
      // Of a resource that is made anew because it is missing, only known values can differ.
      if (resource.missing) return undefined;
      if (!isSet)
        return this.#forcesAlone(resource, leaf) ? (leaf.isDrift ? both : pending) : undefined;
      const followed = this.#ofUnknown(this.#sourcesOf(resource, leaf), resource);
      if (!leaf.isDrift) return followed;
      // The cloud moved, whatever the plan will make of it.
      const { cause } = followed;
      return { ...followed, cause: cause === "pending" || cause === "both" ? "both" : "drift" };
    }
    if (leaf.isDrift) return leaf.isRevert ? drift : both;
    const original = isSet ? leaf : (mirroredBy(resource, leaf) ?? leaf);
    return this.#ofKnown(this.#sourcesOf(resource, original), resource, leaf);
  }

  /** Whether the code sets an attribute of a resource. */
  isSet({ address }: ChangedResource, { attributes }: Leaf): boolean {
    return this.#configuration.isSet(address, attributes);
  }

  /** Why an output changes: with resources that do, or because somebody changed its definition. */
  ofOutput(name: string, isUnknown: boolean, moving: Moving): Attribution {
    const sources = this.#configuration.sourcesOfOutput(name);
    if (this.#changing(sources).length === 0) return pending;
    return isUnknown ? this.#ofUnknown(sources) : this.#ofKnown(sources, undefined, moving);
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
    if (causes.size === 0 && resource.action !== "unknown" && resource.remarked)
      causes.add("pending");
    this.#ofResources.set(resource, causes);
    return causes;
  }

  /** Nothing else explains why the resource is replaced: somebody took the attribute out of the code. */
  #forcesAlone(resource: ChangedResource, leaf: Leaf): boolean {
    const { forcing } = resource;
    const explains = (each: Leaf) => !each.unknown || this.isSet(resource, each);
    return forcing.has(leaf) && ![...forcing].some(explains);
  }

  /** Known only during apply: it follows what it refers to. */
  #ofUnknown(sources: Sources, follower?: ChangedResource): Attribution {
    const changing = this.#changing(sources, follower);
    const because = changing.map(({ address }) => address);
    const causes = new Set(changing.flatMap((resource) => [...this.ofResource(resource)]));
    const drifted = causes.has("drift") || causes.has("both");
    if (causes.has("pending") || causes.has("both"))
      return { cause: drifted ? "both" : "pending", because };
    if (sources.unfollowable.length > 0 || causes.has("guess"))
      return { cause: "guess", because: [...because, ...sources.unfollowable] };
    if (causes.size > 0) return { cause: "drift", because };
    return { cause: "pending", because: addressesOf(sources.dataSources) };
  }

  /**
   * Known, and not touched in the cloud: somebody changed the code, or what the code refers to moved. Only what changes
   * just as that moved follows it alone; else the code may have changed too.
   */
  #ofKnown(sources: Sources, follower?: ChangedResource, moving?: Moving): Attribution {
    const references = [...sources.resources, ...sources.behindDataSources];
    const moved = references.map((reference) => {
      const meant = this.#referred.by(reference, follower);
      return { reference, ...this.#moved.at(meant, reference.attributes), ...meant };
    });
    const along = moving && movedAlong(moving, moved);
    if (along) return { cause: "drift", because: [...new Set(along)] };
    const because = new Set(
      moved.flatMap(({ reference: { attributes }, addresses, resources }) =>
        // Of a whole resource, only values tell what of it is meant.
        attributes.length > 0
          ? [...addresses]
          : addressesOf(resources.filter(({ missing }) => missing)),
      ),
    );
    if (because.size > 0)
      return moving === undefined
        ? { cause: "drift", because: [...because] }
        : // What is sensitive decides nothing, not even this.
          { cause: moving.sensitive ? "drift" : "both", because: [...because], doubtful: true };
    if (sources.unfollowable.length > 0)
      return {
        cause: "guess",
        because: sources.unfollowable,
        movedAlong:
          moving !== undefined && movedAlong(moving, [this.#moved.anywhere()]) !== undefined,
      };
    if (sources.resources.length > 0) return pending;
    return { cause: "pending", because: addressesOf(sources.dataSources) };
  }

  /** The number of instances: what can't be followed there is the code's, since no value tells. */
  #ofRepetition(resource: ChangedResource): Attribution {
    const sources = this.#configuration.sourcesOfRepetition(resource.address);
    const attribution = this.#ofKnown(sources, resource);
    return attribution.cause === "guess" ? { ...attribution, cause: "pending" } : attribution;
  }

  /** Resources with a planned change among the sources. */
  #changing(
    { resources, behindDataSources }: Sources,
    follower?: ChangedResource,
  ): ChangedResource[] {
    const found = [...resources, ...behindDataSources].flatMap(
      (each) => this.#referred.by(each, follower).resources,
    );
    return [...new Set(found)].filter((resource) => resource.action !== "no-op");
  }

  #sourcesOf({ configurationAddress }: ChangedResource, { attributes }: Leaf): Sources {
    const key = JSON.stringify([configurationAddress, attributes]);
    const known = this.#sources.get(key);
    if (known) return known;
    const sources = this.#configuration.sourcesOf(configurationAddress, attributes);
    this.#sources.set(key, sources);
    return sources;
  }
}

/** An attribute that is set and changes just as one that the provider computes from it (`tags_all`). */
function mirroredBy(resource: ChangedResource, leaf: Leaf): Leaf | undefined {
  if (!leaf.attributes[0]?.endsWith("_all")) return undefined;
  return resource.planned.find(
    (other) =>
      other !== leaf &&
      `${other.attributes[0]}_all` === leaf.attributes[0] &&
      other.attributes.slice(1).join() === leaf.attributes.slice(1).join() &&
      same(other.planned, leaf.planned),
  );
}

/** Whether attributes can say why: of what is deleted, forgotten or made anew, all attributes change. */
export function changesAttributes({ action, missing }: ChangedResource): boolean {
  return action === "update" || action === "replace" || (action === "create" && missing);
}

function addressesOf(references: readonly { readonly address: string }[]): string[] {
  return [...new Set(references.map(({ address }) => address))];
}
