import type { Attribute, Finding } from "../report";
import type { Acceptance } from "./accepted";
import type { Attribution, Causes } from "./causes";
import type { ChangedResource } from "./changes";
import type { Moving } from "./following/moved";
import { type Leaf, type Partly, partlyKnown } from "./leaves";
import {
  acceptedAddresses,
  type FindingCause,
  isDestructive,
  type Judged,
  judgeResources,
  type Part,
} from "./parts";
import type { Change } from "./plan";
import { unexplained } from "./unexplained";
import { hasTrue } from "./values";

export interface Judgement {
  readonly findings: readonly Finding[];
  /** Why planned actions aren't wholly explained. */
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
    attribution: causes.ofOutput(name, hasTrue(change.after_unknown), movingOf(change)),
  }));
  const attributions = [
    ...resources.flatMap((resource) => [...causes.ofResource(resource)]),
    ...ofOutputs.map(({ attribution }) => attribution.cause),
  ];
  // A guess: what can't be followed may depend on whatever moved, unless somebody changed the code.
  const codeMoved = attributions.some((cause) => cause === "pending" || cause === "both");
  const cloudMoved = attributions.includes("drift");
  const guess = ({ movedAlong = false }: Attribution): FindingCause =>
    !codeMoved && (cloudMoved || movedAlong) ? "drift" : "pending";

  const judged = judgeResources(resources, causes, guess, acceptance);
  const accepted = acceptedAddresses(judged);
  return {
    findings: [
      ...judged.flatMap(findingsOfResource),
      ...ofOutputs.map(({ name, change, attribution }) =>
        outputFinding(name, change, attribution, guess, accepted),
      ),
    ],
    unexplained: judged.flatMap((each) => unexplained(each) ?? []),
  };
}

/** A planned output's two values. */
function movingOf(change: Change): Moving {
  const sensitive = hasTrue(change.before_sensitive) || hasTrue(change.after_sensitive);
  return { cloud: change.before, planned: change.after, sensitive };
}

function findingsOfResource(judged: Judged): Finding[] {
  const { resource, parts, replacing } = judged;
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
      destructive: isDestructive(judged, cause),
      ...(resource.abandons && change === "replace" && { abandons: true }),
      ...importOf(resource, cause),
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

/** What an import brings under the address: an id, or an identity. */
function importOf(
  { importId, importIdentity }: ChangedResource,
  cause: FindingCause,
): Pick<Finding, "imports"> {
  if (importId === undefined || cause !== "pending") return {};
  return { imports: importIdentity ?? (importId === "" ? null : importId) };
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
    ...(unknown && !sensitive && shownPartly(leaf.partly)),
  };
}

function shownPartly(partly: Partly | undefined): Partial<Attribute> {
  return partly === undefined ? {} : { after: partly.known, afterUnknown: partly.unknown };
}

function outputFinding(
  name: string,
  change: Change,
  attribution: Attribution,
  guess: (attribution: Attribution) => FindingCause,
  accepted: ReadonlySet<string>,
): Finding {
  const cause =
    attribution.cause === "guess"
      ? guess(attribution)
      : attribution.cause === "both"
        ? "pending"
        : attribution.cause;
  const sensitive = hasTrue(change.before_sensitive) || hasTrue(change.after_sensitive);
  const unknown = hasTrue(change.after_unknown);
  // What may be the code's is no consequence of anything.
  const because = attribution.doubtful ? [] : attribution.because;
  // An output that is new or gone is the code's doing, whatever its value follows from.
  const follows = change.actions.join() === "update" && because.length > 0;
  return {
    address: `output.${name}`,
    cause,
    change: "output",
    destructive: false,
    ...(because.length > 0 && { because: [...because] }),
    ...(follows && because.every((each) => accepted.has(each)) && { accepted: true }),
    ...(attribution.cause === "guess" && cause === "drift" && { guess: true }),
    attributes: [
      {
        path: "",
        before: sensitive ? null : (change.before ?? null),
        after: sensitive || unknown ? null : (change.after ?? null),
        sensitive,
        unknown,
        ...(!sensitive && shownPartly(partlyKnown(change.after, change.after_unknown))),
      },
    ],
  };
}
