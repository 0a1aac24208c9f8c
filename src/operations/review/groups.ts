import { attributeChanges } from "./compare/attributes";
import type { Compared } from "./compare/changes";
import { inGroups } from "./compare/in-groups";
import { neutralValue } from "./compare/neutral";
import { entriesOf } from "./entries";
import type { Item } from "./items";
import type { Group, LeftOut } from "./report";

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
      entries: entriesOf(those.map(({ items }) => items)),
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
    neutralValue(part.values, other),
    neutralValue(mine.values, own),
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
