import fc from "fast-check";

type Json = any;

/** One thing done to one place of a plan. */
export interface Mutation {
  /** The way down to the place: which child at each step. */
  readonly way: readonly number[];
  readonly how: (typeof ways)[number];
  /** For what needs a value. */
  readonly value: unknown;
  readonly name: string;
}

const ways = [
  "delete",
  "replace",
  "duplicate",
  "retype",
  "actions",
  "mode",
  "empty",
  "huge text",
  "deep",
  "name",
  "swap",
] as const;

const actionSets = [
  ["no-op"],
  ["read"],
  ["create"],
  ["update"],
  ["delete"],
  ["delete", "create"],
  ["create", "delete"],
  ["forget"],
  ["create", "forget"],
  ["something-new"],
  ["no-op", "update"],
  [],
];

/** Mutations of any plan. */
export const mutations: fc.Arbitrary<Mutation[]> = fc.array(
  fc.record<Mutation>({
    way: fc.array(fc.nat(1000), { maxLength: 8 }),
    how: fc.constantFrom(...ways),
    value: fc.oneof(
      fc.jsonValue({ maxDepth: 2 }) as fc.Arbitrary<unknown>,
      fc.constantFrom<unknown>(
        null,
        true,
        true,
        false,
        "",
        "managed",
        "\u001b[31m\u0000\n",
        1e308,
        -1,
      ),
    ),
    name: fc.constantFrom("__proto__", "constructor", "prototype", "toString", "\u0000", ""),
  }),
  { minLength: 1, maxLength: 5 },
);

/** Does all mutations to a plan, which may be something else afterwards. */
export function mutated(plan: Json, all: readonly Mutation[]): Json {
  return all.reduce((value, mutation) => mutatedOnce(value, mutation), plan);
}

function mutatedOnce(plan: Json, mutation: Mutation): Json {
  if (mutation.how === "actions" || mutation.how === "mode") return changedEntry(plan, mutation);
  const holder: Json = { plan };
  let [at, key]: [Json, string | number] = [holder, "plan"];
  for (const step of mutation.way) {
    const next: Json = at[key];
    if (typeof next !== "object" || next === null || Object.keys(next).length === 0) break;
    const keys = Object.keys(next);
    [at, key] = [next, keys[step % keys.length] as string];
  }
  mutateAt(at, key, mutation);
  return holder.plan;
}

function mutateAt(at: Json, key: string | number, { how, value, name }: Mutation): void {
  const old = at[key];
  switch (how) {
    case "delete":
      if (Array.isArray(at)) at.splice(Number(key), 1);
      else delete at[key];
      return;
    case "duplicate":
      if (Array.isArray(at)) at.push(JSON.parse(JSON.stringify(old ?? null)));
      else define(at, `${key}_again`, JSON.parse(JSON.stringify(old ?? null)));
      return;
    case "swap": {
      const other = Object.keys(at).at(-1) as string;
      define(at, String(key), at[other]);
      define(at, other, old);
      return;
    }
    case "name":
      // JSON's lists have no names.
      for (const named of [old, at].filter(isNamed).slice(0, 1)) define(named, name, value);
      return;
    default:
      define(at, String(key), newValue(how, old, value));
  }
}

function newValue(how: Mutation["how"], old: Json, value: unknown): unknown {
  switch (how) {
    case "retype":
      if (Array.isArray(old)) return { ...old };
      if (typeof old === "object" && old !== null) return Object.values(old);
      return typeof old === "string" ? old.length : String(old);
    case "empty":
      return Array.isArray(old) ? [] : {};
    case "huge text":
      return "x\u0007".repeat(50_000);
    case "deep":
      return JSON.parse(`${'{"a":['.repeat(110)}1${"]}".repeat(110)}`);
    default:
      return value;
  }
}

/** Another action, or another mode, for one of the plan's entries. */
function changedEntry(plan: Json, { way: [step = 0, kind = 0], how, value }: Mutation): Json {
  const entries = plan?.resource_changes;
  if (!Array.isArray(entries) || entries.length === 0) return plan;
  const entry = entries[step % entries.length];
  if (typeof entry !== "object" || entry === null) return plan;
  if (how === "actions" && value === true) entry.mode = "data";
  if (how === "mode") entry.mode = typeof value === "string" ? value : "data";
  else if (typeof entry.change === "object" && entry.change !== null)
    entry.change.actions = actionSets[kind % actionSets.length];
  return plan;
}

/** As JSON.parse makes a property: the object's own, whatever its name. */
function define(at: Json, key: string, value: unknown): void {
  Object.defineProperty(at, key, { value, configurable: true, enumerable: true, writable: true });
}

function isNamed(value: unknown): boolean {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
