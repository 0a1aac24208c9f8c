import { type AttributeChange, attributeChanges, shownChange } from "./compare/attributes";
import type { Compared } from "./compare/changes";
import { inGroups } from "./compare/in-groups";
import { canonical, isObject, type Json, type JsonObject } from "./compare/json";
import { neutralOf } from "./compare/neutral";
import type { Stack } from "./compare/stack";
import type { Item } from "./items";
import type { Entry, Group, LeftOut } from "./report";

type Why = Group["without"][number]["why"];

/** The weightiest first. */
const whys: readonly Why[] = ["it doesn't get it", "it changes otherwise", "it has it already"];

/** One change, and every environment that has it. */
interface Shared {
  readonly items: readonly [Item, ...Item[]];
  readonly environments: readonly string[];
  readonly without: ReadonlyMap<string, Why>;
}

export interface Grouped {
  readonly groups: readonly Group[];
  readonly leftOut: readonly LeftOut[];
}

/**
 * Each change once, by the environments that have it; and the environments that don't get what at least two others of
 * their kind get.
 */
export function grouped(
  items: readonly Item[],
  compared: readonly Compared[],
  siblingsOf: (environment: string) => readonly string[],
): Grouped {
  const stacks = new Map(compared.map((each) => [each.environment, each]));
  const places = new Set(items.map(({ environment, place }) => `${environment} ${place}`));
  const shared = inGroups(items, ({ key }) => key).map((those): Shared => {
    const [first] = those;
    const environments = [...new Set(those.map(({ environment }) => environment))];
    const siblings = siblingsOf(first.environment).filter((id) => !environments.includes(id));
    const without = siblings.flatMap((id) => {
      const isOther = places.has(`${id} ${first.place}`);
      const why = isOther ? "it changes otherwise" : whyNot(first, stacks, id);
      return why === undefined ? [] : [[id, why] as const];
    });
    return { items: those, environments, without: new Map(without) };
  });

  const byEnvironments = inGroups(shared, ({ environments }) => environments.join(" "));
  const groups = byEnvironments.map((those): Group => {
    const [{ environments }] = those;
    const lacking = new Set(those.flatMap(({ without }) => [...without.keys()]));
    return {
      environments: [...environments],
      without: [...lacking].map((environment) => ({
        environment,
        why:
          whys.find((why) => those.some(({ without }) => without.get(environment) === why)) ??
          "it changes otherwise",
      })),
      entries: entriesOf(those, stacks),
    };
  });
  const byCount = groups.sort((one, other) => other.environments.length - one.environments.length);
  return { groups: byCount, leftOut: leftOutOf(shared) };
}

/** Why an environment of the same kind hasn't the change; undefined where it couldn't have it. */
function whyNot(
  { environment, action, name, attribute }: Item,
  stacks: ReadonlyMap<string, Compared>,
  sibling: string,
): Why | undefined {
  const [own, other] = [stacks.get(environment)?.after, stacks.get(sibling)?.after];
  if (!other || !own) return undefined;
  const part = other.parts.get(name);
  if (action === "added" || action === "moved" || action === "renamed")
    return part === undefined ? "it doesn't get it" : "it has it already";
  if (action === "removed") return part === undefined ? "it has it already" : "it doesn't get it";
  const mine = own.parts.get(name);
  if (part === undefined || mine === undefined || attribute === null) return undefined;
  const differing = attributeChanges(
    neutralValues(part.values, other),
    neutralValues(mine.values, own),
  );
  return differing.some(({ path }) => path === attribute.path)
    ? "it doesn't get it"
    : "it has it already";
}

function leftOutOf(shared: readonly Shared[]): LeftOut[] {
  const found = shared
    .filter(({ environments }) => environments.length > 1)
    .flatMap(({ items: [item], environments, without }) =>
      [...without]
        .filter(([, why]) => why === "it doesn't get it")
        .map(([environment]) => ({
          environment,
          siblings: [...environments],
          change: [item.name, item.attribute?.path ?? []].flat().join(" "),
        })),
    );
  const whose = inGroups(
    found,
    ({ environment, siblings }) => `${environment} ${siblings.join(" ")}`,
  );
  return whose.map((those) => {
    const [{ environment, siblings }] = those;
    return { environment, siblings, changes: [...new Set(those.map(({ change }) => change))] };
  });
}

/** The changes of one resource together. */
function entriesOf(shared: readonly Shared[], stacks: ReadonlyMap<string, Compared>): Entry[] {
  const byName = inGroups(shared, ({ items: [{ action, name }] }) => `${action} ${name}`);
  return byName.map((those) => {
    const [first] = those;
    const texts = those.map((each) => verbatimOrNeutral(each, ({ text }) => text, stacks));
    return {
      action: first.items[0].action,
      name: verbatimOrNeutral(first, ({ name }) => name, stacks),
      text: [...new Set(texts)].filter((text) => text !== "").join("; "),
      attributes: those
        .flatMap((each) => attributeOf(each, stacks))
        .map(shownChange)
        .map((one) => ({ ...one })) as Entry["attributes"],
    };
  });
}

function verbatimOrNeutral(
  { items }: Shared,
  textOf: (item: Item) => string,
  stacks: ReadonlyMap<string, Compared>,
): string {
  const [first] = items;
  const isSame = items.every((item) => textOf(item) === textOf(first));
  return isSame ? textOf(first) : neutralIn(first.environment, stacks)(textOf(first));
}

/** As it is where it is the same in all environments, else with what stands for their names. */
function attributeOf({ items }: Shared, stacks: ReadonlyMap<string, Compared>): AttributeChange[] {
  const [{ attribute, environment }] = items;
  if (attribute === null) return [];
  const own = canonical([attribute.before ?? null, attribute.after ?? null]);
  const isSame = items.every(
    (item) => canonical([item.attribute?.before ?? null, item.attribute?.after ?? null]) === own,
  );
  if (isSame) return [attribute];
  const neutral = neutralIn(environment, stacks);
  const { path, before, after } = attribute;
  return [
    {
      path: neutral(path),
      before: before === undefined ? undefined : neutralValue(before, neutral),
      after: after === undefined ? undefined : neutralValue(after, neutral),
    },
  ];
}

function neutralIn(environment: string, stacks: ReadonlyMap<string, Compared>) {
  const { after = null, before = null } = stacks.get(environment) ?? {};
  const stack = after ?? before;
  return stack === null ? (text: string) => text : neutralOf(stack);
}

function neutralValues(values: JsonObject, stack: Stack): Record<string, Json> {
  const neutral = neutralOf(stack);
  return Object.fromEntries(
    Object.entries(values).map(([key, value]) => [neutral(key), neutralValue(value, neutral)]),
  );
}

function neutralValue(value: Json, neutral: (text: string) => string): Json {
  if (typeof value === "string") return neutral(value);
  if (Array.isArray(value)) return value.map((each) => neutralValue(each, neutral));
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => [neutral(key), neutralValue(each, neutral)]),
  );
}
