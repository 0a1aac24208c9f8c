import type { Acceptance } from "./accepted";
import { type Attribution, type Causes, changesAttributes, isRequested } from "./causes";
import type { ChangedResource } from "./changes";
import type { Leaf } from "./leaves";
import type { Change } from "./plan";
import type { Attribute, Finding } from "./report";
import { own } from "./values";

type FindingCause = Finding["cause"];

/** One attribute's, or one action's, share in a finding. */
interface Part {
  readonly cause: FindingCause;
  readonly because: readonly string[];
  readonly guess: boolean;
  readonly leaf: Leaf | undefined;
  accepted: boolean;
}

interface Judged {
  readonly resource: ChangedResource;
  readonly parts: Part[];
  /** Causes that the replacement is due to. */
  readonly replacing: ReadonlySet<FindingCause>;
}

export interface Judgement {
  readonly findings: readonly Finding[];
  /** Addresses whose planned action has no cause that could be told. */
  readonly unexplained: readonly string[];
}

/** All findings of a plan: what drifted, what is pending, and what merely differs from the state. */
export function findingsOf(
  resources: readonly ChangedResource[],
  outputs: ReadonlyMap<string, Change>,
  causes: Causes,
  acceptance: Acceptance,
): Judgement {
  const ofOutputs = [...outputs].map(([name, change]) => ({
    name,
    change,
    attribution: causes.ofOutput(name),
  }));
  const attributions = [
    ...resources.flatMap((resource) => [...causes.ofResource(resource)]),
    ...ofOutputs.map(({ attribution }) => attribution.cause),
  ];
  // A guess: what can't be followed may depend on whatever moved, unless somebody changed the code.
  const codeMoved = attributions.some((cause) => cause === "pending" || cause === "both");
  const cloudMoved = resources.some(({ missing, drifted }) => missing || drifted.length > 0);
  const guess: FindingCause = !codeMoved && cloudMoved ? "drift" : "pending";

  const judged = resources.map((resource) => {
    const parts = partsOf(resource, causes, guess);
    return { resource, parts, replacing: replacingCauses(resource, parts) };
  });
  accept(judged, acceptance);
  return {
    findings: [
      ...judged.flatMap(findingsOfResource),
      ...ofOutputs.map(({ name, change, attribution }) =>
        outputFinding(name, change, attribution, guess),
      ),
    ],
    unexplained: judged
      .filter(
        ({ resource, parts }) =>
          resource.action !== "no-op" && parts.every(({ cause }) => cause === "state-only"),
      )
      .map(({ resource }) => resource.address),
  };
}

function partsOf(resource: ChangedResource, causes: Causes, guess: FindingCause): Part[] {
  const parts: Part[] = [];
  const add = (attribution: Attribution, leaf: Leaf | undefined) => {
    const { cause, because } = attribution;
    const resolved =
      cause === "guess" ? [guess] : cause === "both" ? (["drift", "pending"] as const) : [cause];
    for (const each of resolved)
      parts.push({
        cause: each,
        because,
        guess: cause === "guess" && each === "drift",
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

  for (const leaf of resource.drifted)
    if (!leaf.isPlanned || resource.action === "no-op")
      parts.push({ cause: "state-only", because: [], guess: false, leaf, accepted: false });
  return parts;
}

/** Marks what is accepted, and then, until nothing more is, what follows from nothing else. */
function accept(judged: readonly Judged[], acceptance: Acceptance): void {
  for (const { resource, parts, replacing } of judged)
    for (const part of parts)
      part.accepted =
        part.leaf !== undefined &&
        acceptance.covers(
          resource.address,
          part.leaf.path,
          isDestructive(resource, part.cause, replacing),
        );

  for (let settled = false; !settled; ) {
    settled = true;
    const accepted = new Set(
      judged
        .filter(({ parts }) => parts.length > 0 && parts.every((part) => part.accepted))
        .map(({ resource }) => resource.address),
    );
    for (const { resource, parts, replacing } of judged)
      for (const part of parts) {
        if (
          part.accepted ||
          part.because.length === 0 ||
          isDestructive(resource, part.cause, replacing)
        )
          continue;
        if (!part.because.every((address) => accepted.has(address))) continue;
        part.accepted = true;
        settled = false;
      }
  }
}

function findingsOfResource({ resource, parts, replacing }: Judged): Finding[] {
  const groups = new Map<string, Part[]>();
  for (const part of parts) {
    const key = `${part.cause} ${part.accepted}`;
    const group = groups.get(key);
    if (group) group.push(part);
    else groups.set(key, [part]);
  }
  return [...groups.values()].map((group) => {
    const { cause, accepted } = group[0] as Part;
    const because = [...new Set(group.flatMap((part) => part.because))];
    const change = changeOf(resource, cause, replacing);
    return {
      address: resource.address,
      ...(resource.deposed !== undefined && { deposed: resource.deposed }),
      cause,
      change,
      destructive: isDestructive(resource, cause, replacing),
      ...(because.length > 0 && { because }),
      ...(group.some((part) => part.guess) && { guess: true }),
      ...(resource.actionReason !== undefined &&
        cause !== "state-only" && { reason: resource.actionReason }),
      ...(resource.previousAddress !== undefined && { previousAddress: resource.previousAddress }),
      ...(accepted && { accepted }),
      attributes: group.flatMap(({ leaf }) => (leaf ? [attributeOf(leaf, cause)] : [])),
    };
  });
}

function isDestructive(
  resource: ChangedResource,
  cause: FindingCause,
  replacing: ReadonlySet<FindingCause>,
): boolean {
  if (cause === "state-only") return false;
  return resource.action === "delete" || (resource.action === "replace" && replacing.has(cause));
}

function changeOf(
  resource: ChangedResource,
  cause: FindingCause,
  replacing: ReadonlySet<FindingCause>,
): Finding["change"] {
  if (cause === "state-only") return resource.missing ? "delete" : "update";
  if (resource.action === "replace" && replacing.has(cause)) return "replace";
  switch (resource.action) {
    case "create":
      // What the code wants otherwise of a resource that is missing is a change of its own.
      return resource.missing && cause === "pending" ? "update" : "create";
    case "delete":
    case "forget":
      return resource.action;
    default:
      if (cause === "pending" && resource.importId !== undefined) return "import";
      return cause === "pending" && resource.previousAddress !== undefined ? "move" : "update";
  }
}

/** Of a replacement with two causes, that one replaces which holds the attributes that force it. */
function replacingCauses(
  resource: ChangedResource,
  parts: readonly Part[],
): ReadonlySet<FindingCause> {
  const forced = parts.filter(
    ({ leaf }) => leaf && resource.replacePaths.some((path) => isOn(leaf, path)),
  );
  const asked = isRequested(resource) ? parts.filter(({ leaf }) => leaf === undefined) : [];
  const deciding = [...forced, ...asked];
  return new Set((deciding.length > 0 ? deciding : parts).map(({ cause }) => cause));
}

function isOn(leaf: Leaf, replacePath: readonly (string | number)[]): boolean {
  const names = replacePath.filter((step) => typeof step === "string");
  return names.every(
    (name, index) => index >= leaf.attributes.length || leaf.attributes[index] === name,
  );
}

function attributeOf(leaf: Leaf, cause: FindingCause): Attribute {
  const [before, after] =
    cause === "state-only" ? [leaf.state, leaf.cloud] : [leaf.cloud, leaf.planned];
  const { path, sensitive } = leaf;
  const unknown = leaf.unknown && cause !== "state-only";
  return {
    path,
    before: sensitive ? null : (before ?? null),
    after: sensitive || unknown ? null : (after ?? null),
    sensitive,
    unknown,
  };
}

function outputFinding(
  name: string,
  change: Change,
  attribution: Attribution,
  guess: FindingCause,
): Finding {
  const cause =
    attribution.cause === "guess"
      ? guess
      : attribution.cause === "both"
        ? "pending"
        : attribution.cause;
  const sensitive = isMarked(change.before_sensitive) || isMarked(change.after_sensitive);
  const unknown = isMarked(change.after_unknown);
  return {
    address: `output.${name}`,
    cause,
    change: "output",
    destructive: false,
    ...(attribution.because.length > 0 && { because: [...attribution.because] }),
    ...(attribution.cause === "guess" && cause === "drift" && { guess: true }),
    attributes: [
      {
        path: "",
        before: sensitive ? null : (change.before ?? null),
        after: sensitive || unknown ? null : (change.after ?? null),
        sensitive,
        unknown,
      },
    ],
  };
}

/** Whether anything in a tree of marks is `true`. */
function isMarked(marks: unknown): boolean {
  if (marks === true) return true;
  return (
    typeof marks === "object" &&
    marks !== null &&
    Object.keys(marks).some((key) => isMarked(own(marks, key)))
  );
}
