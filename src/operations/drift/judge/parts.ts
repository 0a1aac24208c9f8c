import type { Finding } from "../report";
import type { Acceptance } from "./accepted";
import { type Attribution, type Causes, changesAttributes, isRequested } from "./causes";
import type { ChangedResource } from "./changes";
import type { Leaf } from "./leaves";

export type FindingCause = Finding["cause"];

/** One attribute's, or one action's, share in a finding. */
export interface Part {
  readonly cause: FindingCause;
  readonly because: readonly string[];
  readonly guess: boolean;
  readonly leaf: Leaf | undefined;
  accepted: boolean;
}

/** A resource with all that there is to say of it. */
export interface Judged {
  readonly resource: ChangedResource;
  readonly parts: Part[];
  /** Causes that the replacement is due to. */
  readonly replacing: ReadonlySet<FindingCause>;
  /** What would change in form alone, where nothing else of the resource counts, and nobody set it. */
  readonly unexplained: readonly Leaf[];
}

/** What there is to say of each resource: why each attribute or action changes, and what is accepted. */
export function judgeResources(
  resources: readonly ChangedResource[],
  causes: Causes,
  guess: (attribution: Attribution) => FindingCause,
  acceptance: Acceptance,
): readonly Judged[] {
  const judged = resources.map((resource) => {
    const parts = partsOf(resource, causes, guess);
    const form = [...resource.form, ...resource.moves].map((leaf) => ({
      ...pendingPart,
      cause: leaf.isDrift ? ("drift" as const) : pendingPart.cause,
      leaf,
    }));
    return { resource, parts, form, replacing: replacingCauses(resource, parts) };
  });
  accept(judged, acceptance);
  return judged.map(({ resource, parts, form, replacing }) => {
    // Beside what counts, form is only form. Beside what is accepted, it is all that Terraform would do.
    const counts = parts.some(({ cause, accepted }) => cause !== "state-only" && !accepted);
    const told = counts ? [] : form.filter(({ leaf }) => causes.isSet(resource, leaf));
    const untold = counts ? [] : form.filter((part) => !told.includes(part) && !part.accepted);
    return {
      resource,
      parts: [...parts, ...told],
      replacing,
      unexplained: untold.map(({ leaf }) => leaf),
    };
  });
}

const pendingPart = { cause: "pending", because: [], guess: false, accepted: false } as const;

/** A resource before what it would change in form alone is told. */
interface Weighed extends Omit<Judged, "unexplained"> {
  readonly form: readonly Part[];
}

function partsOf(
  resource: ChangedResource,
  causes: Causes,
  guess: (attribution: Attribution) => FindingCause,
): Part[] {
  const parts: Part[] = [];
  const add = (attribution: Attribution, leaf: Leaf | undefined) => {
    const { cause, because, doubtful = false } = attribution;
    const resolved =
      cause === "guess"
        ? [guess(attribution)]
        : cause === "both"
          ? (["drift", "pending"] as const)
          : [cause];
    for (const each of resolved)
      parts.push({
        cause: each,
        // What may be the code's is no consequence of anything.
        because: doubtful && each === "pending" ? [] : because,
        guess: (cause === "guess" || doubtful) && each === "drift",
        leaf,
        accepted: false,
      });
  };

  const ofAction = causes.ofAction(resource);
  if (ofAction) add(ofAction, undefined);
  for (const leaf of resource.planned) {
    if (changesAttributes(resource)) {
      const attribution = causes.ofAttribute(resource, leaf);
      if (attribution) add(attribution, leaf);
    } else if (ofAction) add({ ...ofAction, because: [] }, leaf);
  }
  if (parts.length === 0 && causes.ofResource(resource).has("pending"))
    add({ cause: "pending", because: [] }, undefined);

  // What moved in the cloud and isn't told yet; a delete tells what it destroys, not that it had moved.
  const told = new Set(parts.map(({ leaf }) => leaf));
  for (const leaf of resource.drifted)
    if (
      (!told.has(leaf) && !resource.missing) ||
      resource.action === "no-op" ||
      resource.action === "delete"
    )
      parts.push({ cause: "state-only", because: [], guess: false, leaf, accepted: false });
  return parts;
}

/** Differences to the state alone don't count where the resource has others; what is only form does. */
function isAccepted(parts: readonly Part[], form: readonly Part[]): boolean {
  const counting = parts.filter(({ cause }) => cause !== "state-only");
  return (
    parts.length > 0 &&
    [...(counting.length > 0 ? counting : parts), ...form].every((part) => part.accepted)
  );
}

/** Resources of whose changes none counts. */
export function acceptedAddresses(judged: readonly Judged[]): ReadonlySet<string> {
  const accepted = judged.filter(
    ({ parts, unexplained }) => unexplained.length === 0 && isAccepted(parts, []),
  );
  return new Set(accepted.map(({ resource }) => resource.address));
}

/** Marks what is accepted, and then, until nothing more is, what follows from nothing else. */
function accept(judged: readonly Weighed[], acceptance: Acceptance): void {
  for (const { resource, parts, form, replacing } of judged)
    for (const part of [...parts, ...form])
      part.accepted =
        part.leaf !== undefined &&
        acceptance.covers(
          resource.address,
          part.leaf.path,
          removes(resource, part.cause, replacing),
        );

  for (let settled = false; !settled; ) {
    settled = true;
    const accepted = new Set(
      judged
        .filter(({ parts, form }) => isAccepted(parts, form))
        .map(({ resource }) => resource.address),
    );
    for (const { resource, parts, replacing } of judged)
      for (const part of parts) {
        if (
          part.accepted ||
          part.guess ||
          part.because.length === 0 ||
          removes(resource, part.cause, replacing)
        )
          continue;
        if (!part.because.every((address) => accepted.has(address))) continue;
        part.accepted = true;
        settled = false;
      }
  }
}

/** Whether the cause is why an object is deleted or replaced. */
function removes(
  resource: ChangedResource,
  cause: FindingCause,
  replacing: ReadonlySet<FindingCause>,
): boolean {
  if (cause === "state-only") return false;
  return resource.action === "delete" || (resource.action === "replace" && replacing.has(cause));
}

/** Whether the cause is why something is deleted: a replacement may leave the old object where it is. */
export function isDestructive({ resource, replacing }: Judged, cause: FindingCause): boolean {
  return !resource.abandons && removes(resource, cause, replacing);
}

/** Of a replacement with two causes, that one replaces which holds the attributes that force it. */
function replacingCauses(
  resource: ChangedResource,
  parts: readonly Part[],
): ReadonlySet<FindingCause> {
  const forced = parts.filter(({ leaf }) => leaf && resource.forcing.has(leaf));
  const asked = isRequested(resource) ? parts.filter(({ leaf }) => leaf === undefined) : [];
  const deciding = [...forced, ...asked];
  return new Set((deciding.length > 0 ? deciding : parts).map(({ cause }) => cause));
}
