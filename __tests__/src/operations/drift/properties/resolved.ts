import type { AttributeIntent, OutputIntent, PlanIntent, ResourceIntent } from "./intents";
import type { Value } from "./shapes";

/** What an attribute refers to. */
export type Source =
  | { readonly from: "data" | "local"; readonly address: string }
  | {
      readonly from: "resource";
      readonly target: ResolvedResource;
      readonly attribute: string | undefined;
    };

/** An attribute's intent with the values that it takes. */
export interface ResolvedAttribute extends AttributeIntent {
  readonly state: Value;
  readonly cloud: Value;
  readonly planned: Value;
  readonly unknown: boolean;
  readonly refersTo: Source | undefined;
}

/** A resource's intent as it can be: what contradicts itself has been taken out. */
export interface ResolvedResource extends Omit<ResourceIntent, "attributes"> {
  readonly address: string;
  /** Without its module and its instance key. */
  readonly localAddress: string;
  readonly attributes: readonly ResolvedAttribute[];
  readonly action: "no-op" | "create" | "update" | "replace" | "delete" | "forget";
  /** The attribute that forces a replacement. */
  readonly forcing: ResolvedAttribute | undefined;
}

export interface ResolvedOutput extends Omit<OutputIntent, "target"> {
  readonly name: string;
  readonly target: ResolvedResource | undefined;
}

export interface ResolvedPlan {
  readonly resources: readonly ResolvedResource[];
  readonly outputs: readonly ResolvedOutput[];
}

/** Gives every intent its values, and to every reference a resource that comes before it. */
export function resolved({ resources, outputs }: PlanIntent): ResolvedPlan {
  const done: ResolvedResource[] = [];
  resources.forEach((intent, index) => {
    done.push(resolvedResource(intent, index, [...done]));
  });
  return {
    resources: done,
    outputs: outputs.map(({ target, action }, index) => ({
      name: `output_${index}`,
      action,
      target: target === "none" ? undefined : done[target % done.length],
    })),
  };
}

function resolvedResource(
  intent: ResourceIntent,
  index: number,
  before: readonly ResolvedResource[],
): ResolvedResource {
  const localAddress = `test_thing.resource_${index}`;
  const inPlace = intent.kind === "attributes";
  const replace = inPlace ? intent.replace : "no";
  const possible = intent.attributes.map((each) => sensible(each, intent, before));
  const acts =
    replace === "tainted" || possible.some(({ change }) => planning.includes(change)) || !inPlace;
  const attributes = possible
    // Nothing is computed anew where nothing is done.
    .map((each) =>
      each.change === "computed" && !acts ? { ...each, change: "none" as const } : each,
    )
    .map((each) => resolvedAttribute(each, intent, before));
  const module = intent.inModule ? "module.network[0]." : "";
  return {
    ...intent,
    moved: intent.moved && inPlace,
    imported: intent.imported && inPlace,
    replace,
    address: `${module}${localAddress}${intent.instance}`,
    localAddress,
    attributes,
    action: actionOf(intent.kind, replace, acts),
    forcing:
      replace === "attribute"
        ? attributes.find(({ change }) => planning.includes(change))
        : undefined,
  };
}

/** Changes that are reason enough for a planned action. */
const planning: readonly string[] = ["drift", "pending", "both", "follows", "follows-unknown"];

function sensible(
  attribute: AttributeIntent,
  { kind, imported, replace }: ResourceIntent,
  before: readonly ResolvedResource[],
): AttributeIntent {
  const between = ["drift", "pending", "state-only"].includes(attribute.change);
  const absent =
    between && kind === "attributes" && replace === "no" ? attribute.absent : ("none" as const);
  // What is imported has no state that could differ from the cloud.
  const change =
    imported && ["drift", "both"].includes(attribute.change)
      ? "pending"
      : imported && attribute.change === "state-only"
        ? "none"
        : attribute.change;
  const source =
    attribute.source === "resource" && before.length === 0 ? ("data" as const) : attribute.source;
  const isForm = change === "form" && attribute.shape !== "scalar";
  return { ...attribute, absent, source, change: isForm ? "none" : change };
}

function actionOf(
  kind: ResourceIntent["kind"],
  replace: ResourceIntent["replace"],
  acts: boolean,
): ResolvedResource["action"] {
  switch (kind) {
    case "attributes":
      return acts ? (replace === "no" ? "update" : "replace") : "no-op";
    case "missing":
      return "create";
    case "gone":
      return "no-op";
    case "deposed":
      return "delete";
    default:
      return kind;
  }
}

/** The attribute that is referred to, where it is another in the cloud than in the state. */
function movedAt(source: Source | undefined): ResolvedAttribute | undefined {
  if (source?.from !== "resource" || source.target.kind !== "attributes") return undefined;
  return source.target.attributes.find(
    ({ name, state, cloud }) => name === source.attribute && state !== cloud,
  );
}

/** Which of three values an attribute has in the state, in the cloud and in the plan. */
const versions: Readonly<Record<AttributeIntent["change"], readonly [number, number, number]>> = {
  none: [0, 0, 0],
  form: [0, 0, 0],
  drift: [0, 1, 0],
  pending: [0, 0, 1],
  both: [0, 1, 2],
  "state-only": [0, 1, 1],
  computed: [0, 0, 0],
  follows: [0, 0, 1],
  "follows-unknown": [0, 0, 0],
};

function resolvedAttribute(
  attribute: AttributeIntent,
  { kind, inModule }: ResourceIntent,
  before: readonly ResolvedResource[],
): ResolvedAttribute {
  const { name, change, absent } = attribute;
  // No two attributes of a plan have a value in common, so that none seems to follow another.
  const of = `${before.length}of${name.replace("_", "")}`;
  const first = absent === "first" ? undefined : `the first${of}`;
  const second = absent === "second" ? undefined : `the second${of}`;
  const values = [first, second, `the third${of}`];
  const [state, cloud, planned] = versions[change].map((each) => values[each]);
  const unknown = (change === "computed" || change === "follows-unknown") && kind !== "gone";
  const target = before[attribute.target % before.length];
  const refers = change === "follows" || change === "follows-unknown";
  const refersTo = refers ? sourceOf() : undefined;
  const taken = change === "follows" && attribute.along ? movedAt(refersTo) : undefined;
  const taking = (value: Value) => `${of} takes ${value ?? ""}`;
  return {
    ...attribute,
    along: taken !== undefined,
    state: taken ? taking(taken.state) : state,
    cloud: taken ? taking(taken.state) : cloud,
    planned: taken ? taking(taken.cloud) : planned,
    unknown,
    refersTo,
  };

  function sourceOf(): Source {
    if (attribute.source === "local") return { from: "local", address: "local.it" };
    if (attribute.source === "data" || !target)
      return { from: "data", address: `${inModule ? "module.network." : ""}data.test_lookup.it` };
    const at = attribute.targetAttribute;
    const named = at === "whole" ? undefined : target.attributes[at % target.attributes.length];
    return { from: "resource", target, attribute: named?.name };
  }
}
