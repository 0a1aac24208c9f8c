import { isContainer } from "../../terraform/diagnosis/json-values";
import type { ChangedResource } from "./changes";
import type { Configuration, Reference, Sources } from "./configuration";
import type { Leaf } from "./leaves";
import { isEmpty, same } from "./values";

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
  readonly #drifted: readonly Leaf[];
  readonly #sources = new Map<string, Sources>();
  readonly #ofResources = new Map<ChangedResource, ReadonlySet<Cause>>();

  constructor(resources: readonly ChangedResource[], configuration: Configuration) {
    this.#configuration = configuration;
    this.#drifted = resources.flatMap(({ drifted }) => drifted);
    for (const resource of resources) {
      const known = this.#byAddress.get(resource.configurationAddress);
      if (known) known.push(resource);
      else this.#byAddress.set(resource.configurationAddress, [resource]);
    }
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
    const { address } = resource;
    const isSet = this.#configuration.isSet(address, leaf.attributes);
    if (leaf.unknown) {
      // Of a resource that is made anew because it is missing, only known values can differ.
      if (resource.missing || !isSet) return undefined;
      const followed = this.#ofUnknown(this.#sourcesOf(resource, leaf), resource);
      if (!leaf.isDrift) return followed;
      // The cloud moved, whatever the plan will make of it.
      return { ...followed, cause: followed.cause === "pending" ? "both" : "drift" };
    }
    if (leaf.isDrift) return leaf.isRevert ? drift : both;
    const original = isSet ? leaf : (mirroredBy(resource, leaf) ?? leaf);
    return this.#ofKnown(this.#sourcesOf(resource, original), resource, leaf);
  }

  /** Why an output changes: with resources that do, or because somebody changed its definition. */
  ofOutput(name: string, isUnknown: boolean): Attribution {
    const sources = this.#configuration.sourcesOfOutput(name);
    if (this.#changing(sources).length === 0) return pending;
    return isUnknown ? this.#ofUnknown(sources) : this.#ofKnown(sources);
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
      (resource.reordered || resource.remarked)
    )
      causes.add("pending");
    this.#ofResources.set(resource, causes);
    return causes;
  }

  /** Known only during apply: it follows what it refers to. */
  #ofUnknown(sources: Sources, follower?: ChangedResource): Attribution {
    const changing = this.#changing(sources, follower);
    const because = changing.map(({ address }) => address);
    const causes = new Set(changing.flatMap((resource) => [...this.ofResource(resource)]));
    if (causes.has("pending") || causes.has("both")) return { cause: "pending", because };
    if (sources.unfollowable.length > 0 || causes.has("guess"))
      return { cause: "guess", because: [...because, ...sources.unfollowable] };
    if (causes.size > 0) return { cause: "drift", because };
    return { cause: "pending", because: addressesOf(sources.dataSources) };
  }

  /** Known, and not touched in the cloud: somebody changed the code, or what the code refers to moved. */
  #ofKnown(sources: Sources, follower?: ChangedResource, leaf?: Leaf): Attribution {
    const references = [...sources.resources, ...sources.behindDataSources];
    const moved = references.flatMap((reference) => this.#movedAt(reference, follower, leaf));
    if (moved.length > 0) return { cause: "drift", because: [...new Set(moved)] };
    if (sources.unfollowable.length > 0)
      return {
        cause: "guess",
        because: sources.unfollowable,
        movedAlong: leaf !== undefined && this.#drifted.some((one) => movesAlong(leaf, one)),
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
    const found = [...resources, ...behindDataSources].flatMap((each) =>
      this.#referredTo(each, follower),
    );
    return [...new Set(found)].filter((resource) => resource.action !== "no-op");
  }

  /** Addresses whose attribute, as referred to, is another in the cloud than in the state. */
  #movedAt(reference: Reference, follower?: ChangedResource, leaf?: Leaf): string[] {
    return this.#referredTo(reference, follower)
      .filter(
        ({ missing, drifted }) =>
          missing ||
          drifted.some((one) =>
            reference.attributes.length > 0
              ? isAlong(one.attributes, reference.attributes)
              : leaf !== undefined && movesAlong(leaf, one),
          ),
      )
      .map((resource) => resource.address);
  }

  /** The instances that a reference means: the one that it names, or the follower's own, or all. */
  #referredTo({ address, instanceKey }: Reference, follower?: ChangedResource): ChangedResource[] {
    const all = (this.#byAddress.get(address) ?? []).filter(({ deposed }) => deposed === undefined);
    const ending = (key: string) => all.filter((resource) => resource.address.endsWith(key));
    if (instanceKey !== undefined) return ending(instanceKey);
    const ownKey = follower?.address.match(/\[[^[]*\]$/)?.[0];
    const siblings = ownKey === undefined ? [] : ending(ownKey);
    return siblings.length > 0 ? siblings : all;
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

/** One way is the beginning of the other. */
function isAlong(one: readonly string[], other: readonly string[]): boolean {
  return one.every((name, index) => index >= other.length || other[index] === name);
}

/** The attribute would change from what another was in the state to what that is in the cloud. */
function movesAlong(leaf: Leaf, other: Leaf): boolean {
  if (leaf.sensitive || other.sensitive || isEmpty(other.state) || isEmpty(other.cloud))
    return false;
  return mentions(leaf.cloud, other.state) && mentions(leaf.planned, other.cloud);
}

/** Whether a value is another, or holds it as an element, a word, or (if not too short) a part. */
function mentions(value: unknown, other: unknown): boolean {
  if (same(value, other)) return true;
  if (isContainer(value)) return Object.values(value).some((each) => mentions(each, other));
  if (isContainer(other) || typeof value !== "string") return false;
  return (
    value.split(/[^\w.]+/).includes(String(other)) ||
    (String(other).length > 2 && value.includes(String(other)))
  );
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

function addressesOf(references: readonly Reference[]): string[] {
  return [...new Set(references.map(({ address }) => address))];
}
