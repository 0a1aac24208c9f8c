import fc from "fast-check";

type Json = any;

/** Where and how a sensitive value is put into a plan. */
export interface Secret {
  /** Which change, of a resource or an output, planned or seen by the refresh. */
  readonly change: number;
  readonly version: "before" | "after";
  /** The same way in all versions of the resource. */
  readonly everywhere: boolean;
  /** In each version another one. */
  readonly differs: boolean;
  /** The way down: which child at each step. */
  readonly way: readonly number[];
  /** How many of the steps the mark stays above the value. */
  readonly markedAbove: number;
  /** As a value, as the name of a key in a map that is sensitive, or as one of several values. */
  readonly as: "value" | "key" | "parts";
}

/** Sensitive values for anywhere in a plan. */
export const secrets: fc.Arbitrary<Secret[]> = fc.array(
  fc.record<Secret>({
    change: fc.nat(10_000),
    version: fc.constantFrom("before", "after"),
    everywhere: fc.boolean(),
    differs: fc.boolean(),
    way: fc.array(fc.nat(1000), { maxLength: 5 }),
    markedAbove: fc.oneof(fc.constant(0), fc.nat(3)),
    as: fc.constantFrom("value", "value", "value", "key", "parts"),
  }),
  { minLength: 1, maxLength: 4 },
);

/** Puts sensitive values with a text of their own into a plan, and marks them as Terraform does. */
export function plantSecrets(plan: Json, planted: readonly Secret[], text: string): void {
  const entries = changesOf(plan);
  planted.forEach((secret, index) => {
    const entry = entries[secret.change % entries.length];
    if (!entry) return;
    const same = secret.everywhere ? entries.filter(({ name }) => name === entry.name) : [entry];
    same.forEach(({ change }, place) => {
      const versions = secret.everywhere ? (["before", "after"] as const) : [secret.version];
      for (const version of versions) {
        const own = secret.differs ? ` in ${place} ${version}` : "";
        plant(change, version, secret, `${text} ${index}${own}`);
      }
    });
  });
}

/** Changes that a report may show: what stays as it is only hides whether a secret leaks. */
function changesOf(plan: Json): { name: string; change: Json }[] {
  const resources = [...(plan.resource_changes ?? []), ...(plan.resource_drift ?? [])];
  const shown = new Set(
    [...resources.filter(({ change }) => change.actions.join() !== "no-op")].map(
      ({ address }) => address,
    ),
  );
  return [
    ...resources
      .filter(({ address }) => shown.has(address))
      .map(({ address, change }) => ({ name: address, change })),
    ...Object.entries<Json>(plan.output_changes ?? {}).map(([name, change]) => ({ name, change })),
  ];
}

function plant(change: Json, version: "before" | "after", secret: Secret, text: string): void {
  if (change[version] === null || change[version] === undefined) return;
  const path = pathIn(change[version], secret.way);
  change[version] = withAt(change[version], path, (old) => sensitiveValue(old, secret, text));
  const marked = path.slice(0, Math.max(0, path.length - secret.markedAbove));
  const marks = `${version}_sensitive`;
  change[marks] = withMark(change[marks], change[version], marked);
}

function sensitiveValue(old: Json, { as }: Secret, text: string): Json {
  if (as === "value") return text;
  if (as === "parts") return [{ key: text, value: "other" }, { key: `${text} again` }];
  return { ...(typeof old === "object" && !Array.isArray(old) ? old : {}), [text]: "value" };
}

function pathIn(value: Json, way: readonly number[]): (string | number)[] {
  const [step, ...rest] = way;
  if (step === undefined || typeof value !== "object" || value === null) return [];
  const keys = Array.isArray(value) ? [...value.keys()] : Object.keys(value);
  const key = keys[step % keys.length];
  return key === undefined ? [] : [key, ...pathIn(value[key], rest)];
}

function withAt(value: Json, path: readonly (string | number)[], to: (old: Json) => Json): Json {
  const [key, ...rest] = path;
  if (key === undefined) return to(value);
  const copy = Array.isArray(value) ? [...value] : { ...value };
  copy[key] = withAt(value[key], rest, to);
  return copy;
}

function withMark(marks: Json, value: Json, path: readonly (string | number)[]): Json {
  const [key, ...rest] = path;
  if (marks === true || key === undefined) return true;
  const old = typeof marks === "object" && marks !== null ? marks : {};
  const copy = Array.isArray(value)
    ? value.map((_, index) => old[index] ?? false)
    : { ...(Array.isArray(old) ? {} : old) };
  copy[key] = withMark(old[key], value?.[key], rest);
  return copy;
}
