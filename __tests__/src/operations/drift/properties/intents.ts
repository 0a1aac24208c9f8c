import fc from "fast-check";
import { shapes } from "./shapes";

/** What a plan is meant to say of an attribute. */
export interface AttributeIntent {
  readonly name: string;
  readonly shape: keyof typeof shapes;
  readonly change:
    | "none"
    /** Null and empty values, differently in each version. */
    | "form"
    | "drift"
    | "pending"
    | "both"
    | "state-only"
    /** Unknown until apply, and left to the provider. */
    | "computed"
    /** A new value that is known, and that the configuration takes from elsewhere. */
    | "follows"
    /** The same, known only during apply. */
    | "follows-unknown";
  /** Of a change between two values: one of them is absent. */
  readonly absent: "none" | "first" | "second";
  /** Where no reference is needed, whether the configuration sets it at all. */
  readonly set: boolean;
  /** Decides the order of sets, and the form of what is empty. */
  readonly turn: number;
  /** Of what follows an attribute that has moved: it changes just as that moved. */
  readonly along: boolean;
  readonly source: "resource" | "data" | "local";
  /** Which of the resources before this one is referred to. */
  readonly target: number;
  /** Which attribute of it, or all of it. */
  readonly targetAttribute: number | "whole";
}

/** What a plan is meant to do to a resource. */
export interface ResourceIntent {
  readonly kind:
    | "attributes"
    | "create"
    | "delete"
    | "forget"
    | "deposed"
    /** Lost in the cloud, and planned anew. */
    | "missing"
    /** Lost in the cloud, and not in the code either. */
    | "gone";
  readonly inModule: boolean;
  readonly instance: "" | `[${string}]`;
  readonly attributes: readonly AttributeIntent[];
  readonly replace: "no" | "attribute" | "tainted";
  readonly createFirst: boolean;
  readonly moved: boolean;
  readonly imported: boolean;
  /** Without a planned action, whether the plan lists it all the same. */
  readonly listed: boolean;
}

/** What a plan is meant to do to an output. */
export interface OutputIntent {
  readonly target: number | "none";
  readonly action: "create" | "update" | "delete";
}

export interface PlanIntent {
  readonly resources: readonly ResourceIntent[];
  readonly outputs: readonly OutputIntent[];
}

const attribute = fc.record<Omit<AttributeIntent, "name">>({
  shape: fc.constantFrom(...(Object.keys(shapes) as (keyof typeof shapes)[])),
  change: fc.constantFrom(
    "none",
    "form",
    "drift",
    "pending",
    "both",
    "state-only",
    "computed",
    "follows",
    "follows-unknown",
  ),
  absent: fc.constantFrom("none", "first", "second"),
  set: fc.boolean(),
  turn: fc.nat(4),
  along: fc.boolean(),
  source: fc.constantFrom("resource", "resource", "resource", "data", "local"),
  target: fc.nat(9),
  targetAttribute: fc.oneof(fc.nat(3), fc.constant("whole" as const)),
});

const resource = fc.record<ResourceIntent>({
  kind: fc.oneof(
    { weight: 6, arbitrary: fc.constant("attributes" as const) },
    {
      weight: 3,
      arbitrary: fc.constantFrom(
        ...(["create", "delete", "forget", "deposed", "missing", "gone"] as const),
      ),
    },
  ),
  inModule: fc.boolean(),
  instance: fc.constantFrom("", "[0]", '["a.b"]', '["x[\\"y\\"]"]'),
  attributes: fc
    .array(attribute, { minLength: 1, maxLength: 4 })
    .map((all) => all.map((each, index) => ({ ...each, name: `attribute_${index}` }))),
  replace: fc.constantFrom("no", "no", "no", "attribute", "tainted"),
  createFirst: fc.boolean(),
  moved: rarely(),
  imported: rarely(),
  listed: fc.boolean(),
});

/** Plans that do anything that a plan may do, each attribute and resource on purpose. */
export const planIntent: fc.Arbitrary<PlanIntent> = fc.record({
  resources: fc.array(resource, { minLength: 1, maxLength: 5 }),
  outputs: fc.array(
    fc.record<OutputIntent>({
      target: fc.oneof(fc.nat(9), fc.constant("none" as const)),
      action: fc.constantFrom("create", "update", "delete"),
    }),
    { maxLength: 1 },
  ),
});

function rarely(): fc.Arbitrary<boolean> {
  return fc.nat(7).map((number) => number === 0);
}
