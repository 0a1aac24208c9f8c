import { type AttributeChange, shownChange } from "./compare/attributes";
import { inGroups } from "./compare/in-groups";
import { canonical } from "./compare/json";
import { neutralOf, neutralValue } from "./compare/neutral";
import type { Item } from "./items";
import type { Entry } from "./report";

/** One change, in each environment that has it. */
export type Everywhere = readonly [Item, ...Item[]];

/** The changes of one resource together. */
export function entriesOf(changes: readonly Everywhere[]): Entry[] {
  const byName = inGroups(changes, ([{ action, name }]) => `${action} ${name}`);
  return byName.map((those) => {
    const [first] = those;
    const texts = those.map((items) => verbatimOrNeutral(items, ({ text }) => text));
    return {
      action: first[0].action,
      name: verbatimOrNeutral(first, ({ name }) => name),
      text: [...new Set(texts)].filter((text) => text !== "").join("; "),
      attributes: those.flatMap(attributeOf).map(shownChange),
    };
  });
}

/** As it is where it is the same in all environments, else with what stands for their names. */
function verbatimOrNeutral(items: Everywhere, textOf: (item: Item) => string): string {
  const [first] = items;
  const isSame = items.every((item) => textOf(item) === textOf(first));
  return isSame ? textOf(first) : neutralOf(first.names)(textOf(first));
}

function attributeOf(items: Everywhere): AttributeChange[] {
  const [{ attribute, names }] = items;
  if (attribute === null) return [];
  const values = (item: Item) =>
    canonical([item.attribute?.before ?? null, item.attribute?.after ?? null]);
  if (items.every((item) => values(item) === values(items[0]))) return [attribute];
  const { path, before, after } = attribute;
  return [
    {
      path: neutralOf(names)(path),
      before: neutralValue(before, names),
      after: neutralValue(after, names),
    },
  ];
}
