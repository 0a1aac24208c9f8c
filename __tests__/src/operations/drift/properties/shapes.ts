/** The value of an attribute's changing part; undefined where that part is absent. */
export type Value = string | undefined;

/** Values of an attribute's leaves, by their paths as findings name them. */
export type Leaves = ReadonlyMap<string, unknown>;

/** A way in which providers nest the values of an attribute, only one of which changes. */
export interface Shape {
  /** The attribute's JSON; the seed decides the order of sets. */
  readonly json: (value: Value, seed: number) => unknown;
  /** The attribute's JSON with its changing part unknown, and the marks that say so. */
  readonly unknown: () => { readonly json?: unknown; readonly marks: unknown };
  readonly leaves: (name: string, value: Value) => Leaves;
  /** Path of the changing part. */
  readonly place: (name: string) => string;
  /** Path of the changing part as `replace_paths` has it. */
  readonly steps: (name: string) => (string | number)[];
  /** How the configuration sets the attribute, with an expression for the changing part. */
  readonly configured: (expression: object) => unknown;
  /** How the configuration looks when it leaves the changing part to the provider. */
  readonly unset: unknown;
}

const constant = (value: unknown) => ({ constant_value: value });

/** Elements in an order that their content alone decides, as Terraform writes sets. */
export function asSet<Element>(elements: readonly Element[], seed: number): Element[] {
  const byText = elements.map((each) => [hash(JSON.stringify(each), seed), each] as const);
  return byText.sort(([one], [other]) => one - other).map(([, each]) => each);
}

function hash(text: string, seed: number): number {
  return [...text].reduce((sum, each) => (sum * 31 + each.charCodeAt(0)) % 1_000_003, seed);
}

const scalar: Shape = {
  json: (value) => value ?? null,
  unknown: () => ({ marks: true }),
  leaves: (name, value) => new Map(value === undefined ? [] : [[name, value]]),
  place: (name) => name,
  steps: (name) => [name],
  configured: (expression) => expression,
  unset: undefined,
};

/** A block of which there is at most one. */
const block: Shape = {
  json: (value) => (value === undefined ? [] : [{ fixed: true, inner: value, left: null }]),
  unknown: () => ({ json: [{ fixed: true, left: null }], marks: [{ inner: true }] }),
  leaves: (name, value) =>
    new Map<string, unknown>(
      value === undefined
        ? []
        : [
            [`${name}[0].fixed`, true],
            [`${name}[0].inner`, value],
          ],
    ),
  place: (name) => `${name}[0].inner`,
  steps: (name) => [name, 0, "inner"],
  configured: (expression) => [{ fixed: constant(true), inner: expression }],
  unset: [{}],
};

/** A set of blocks that an attribute of theirs tells apart. */
function keyed(key: string): Shape {
  const others = [
    { [key]: "one", value: "1" },
    { [key]: "two", value: "2" },
  ];
  const named = (name: string, element: string, attribute: string) =>
    `${name}[${key}=${element}].${attribute}`;
  return {
    json: (value, seed) =>
      asSet(value === undefined ? others : [...others, { [key]: "it", value }], seed),
    unknown: () => ({ json: [...others, { [key]: "it" }], marks: [{}, {}, { value: true }] }),
    leaves: (name, value) =>
      new Map(
        [...others, ...(value === undefined ? [] : [{ [key]: "it", value }])].flatMap((element) =>
          Object.entries(element).map(([attribute, each]) => [
            named(name, element[key] ?? "", attribute),
            each,
          ]),
        ),
      ),
    place: (name) => named(name, "it", "value"),
    steps: (name) => [name],
    configured: (expression) => [
      ...others.map((each) => ({ [key]: constant(each[key]), value: constant(each.value) })),
      { [key]: constant("it"), value: expression },
    ],
    unset: undefined,
  };
}

/** A set of texts: one leaf as a whole. */
const list: Shape = {
  json: (value, seed) => asSet(value === undefined ? ["a", "b"] : ["a", "b", value], seed),
  unknown: () => ({ marks: true }),
  leaves: (name, value) => new Map([[name, value === undefined ? ["a", "b"] : ["a", "b", value]]]),
  place: (name) => name,
  steps: (name) => [name],
  configured: (expression) => expression,
  unset: undefined,
};

const map: Shape = {
  json: (value) => ({ "other.key": "o", ...(value !== undefined && { it: value }) }),
  unknown: () => ({ json: { "other.key": "o" }, marks: { it: true } }),
  leaves: (name, value) =>
    new Map([
      [`${name}["other.key"]`, "o"],
      ...(value === undefined ? [] : [[`${name}.it`, value] as const]),
    ]),
  place: (name) => `${name}.it`,
  steps: (name) => [name, "it"],
  configured: (expression) => expression,
  unset: undefined,
};

/** All shapes, by what they are. */
export const shapes = {
  scalar,
  block,
  "set of blocks by key": keyed("key"),
  "set of blocks by device": keyed("device_name"),
  list,
  map,
} as const;
