import type { ResolvedAttribute, ResolvedResource, Source } from "./resolved";

/** Why something is as it is meant to be, and what it follows from. */
export interface Because {
  readonly cause: "drift" | "pending" | "both" | "guess" | "state-only";
  readonly because: readonly string[];
  /** It refers to something that moved, but changes otherwise. */
  readonly doubtful?: boolean;
}

/** The cause of one leaf by the texts of its value in the state, in the cloud and in the plan. */
export function causeOf(
  attribute: ResolvedAttribute,
  { kind, action }: ResolvedResource,
  [state, cloud, planned]: readonly [string, string, string],
): Because | undefined {
  if (cloud === planned || action === "no-op")
    return state === cloud ? undefined : { cause: "state-only", because: [] };
  switch (kind) {
    case "missing":
      // It is made anew; what the code wants otherwise than it was lost is a change of the code too.
      if (planned === "unknown") return undefined;
      return { cause: state === planned ? "drift" : "both", because: [] };
    case "attributes":
      return intended(attribute);
    default:
      return { cause: "pending", because: [] };
  }
}

function intended({ change, refersTo, along }: ResolvedAttribute): Because | undefined {
  switch (change) {
    case "drift":
    case "pending":
    case "both":
    case "state-only":
      return { cause: change, because: [] };
    case "follows":
      return refersTo && followed(refersTo, along);
    case "follows-unknown":
      return refersTo && followedUnknown(refersTo);
    default:
      return undefined;
  }
}

function followed(source: Source, along: boolean): Because {
  switch (source.from) {
    case "data":
      return { cause: "pending", because: [source.address] };
    case "local":
      return { cause: "guess", because: [source.address] };
    default: {
      const { target, attribute } = source;
      const because = [target.address];
      if (along) return { cause: "drift", because };
      return hasMoved(target, attribute)
        ? { cause: "both", because, doubtful: true }
        : { cause: "pending", because: [] };
    }
  }
}

function followedUnknown(source: Source): Because {
  if (source.from !== "resource") return followed(source, false);
  const { target } = source;
  // Nothing refers to what was deposed.
  if (target.action === "no-op" || target.kind === "deposed")
    return { cause: "pending", because: [] };
  const causes = causesOf(target).map(({ cause }) => cause);
  const because = [target.address];
  const moved = causes.includes("drift") || causes.includes("both");
  if (causes.includes("pending") || causes.includes("both"))
    return { cause: moved ? "both" : "pending", because };
  return { cause: causes.includes("guess") ? "guess" : "drift", because };
}

/** Whether an attribute is another in the cloud than in the state; of a whole resource no value tells. */
function hasMoved({ kind, attributes }: ResolvedResource, attribute: string | undefined): boolean {
  if (kind === "missing" || kind === "gone") return true;
  return (
    kind === "attributes" &&
    attributes.some(({ name, state, cloud }) => state !== cloud && name === attribute)
  );
}

/** Causes of what the plan does to a resource, as a whole and attribute by attribute. */
export function causesOf({
  kind,
  moved,
  imported,
  replace,
  attributes,
}: ResolvedResource): Because[] {
  const pending: Because = { cause: "pending", because: [] };
  switch (kind) {
    case "gone":
      return [];
    case "attributes":
      return [
        ...(moved || imported || replace === "tainted" ? [pending] : []),
        ...attributes.flatMap((each) => intended(each) ?? []),
      ].filter(({ cause }) => cause !== "state-only");
    case "missing":
      return [
        { cause: "drift", because: [] },
        ...attributes
          .filter(({ unknown, state, planned }) => !unknown && state !== planned)
          .map(() => ({ cause: "both" as const, because: [] })),
      ];
    default:
      return [pending];
  }
}
