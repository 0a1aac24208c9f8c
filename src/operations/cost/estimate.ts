import { assumed, type Billed, billed, type Configuration, free, type Range } from "./billed";
import { NotPriced, priceList, pricesIn } from "./prices";
import type { CostReport } from "./report";

/** A synthesized stack: Terraform's JSON. */
export interface Stack {
  readonly resource?: Readonly<Record<string, Readonly<Record<string, Configuration>>>>;
}

/** A stack, and where it is. */
export interface Located {
  readonly id: string;
  readonly region: string;
  readonly stack: Stack;
}

/**
 * What stacks cost a month, by component: from an idle month with the fewest instances to a busy one with the most.
 *
 * @throws NotPriced for what has no price and isn't known to be free
 */
export function estimate(stacks: readonly Located[]): CostReport {
  const environments = stacks.map(({ id, region, stack }) => {
    const components = byComponent(billOf(stack, region));
    return { environment: id, ...sum(components), components };
  });
  const { date, sources, toConfirm } = priceList;
  return { pricesOf: date, sources, toConfirm, assumed, environments, total: sum(environments) };
}

function billOf({ resource = {} }: Stack, region: string): Billed[] {
  const prices = pricesIn(region);
  const resources = (type: string) => Object.values(resource[type] ?? {});
  return Object.keys(resource).flatMap((type) => {
    const bill = billed[type];
    if (bill !== undefined) return resources(type).flatMap((each) => bill(each, prices, resources));
    if (free.test(type)) return [];
    throw new NotPriced(
      `Nobody has said what ${type} costs: add it to src/operations/cost/billed.ts`,
    );
  });
}

/** In the order of what they cost at the least. */
function byComponent(items: readonly Billed[]): Billed[] {
  const names = [...new Set(items.map(({ component }) => component))];
  return names
    .map((component) => ({
      component,
      ...sum(items.filter((item) => item.component === component)),
    }))
    .sort((one, other) => other.least - one.least || other.most - one.most);
}

function sum(ranges: readonly Range[]): Range {
  const total = (of: keyof Range) =>
    Math.round(100 * ranges.reduce((all, range) => all + range[of], 0)) / 100;
  return { least: total("least"), most: total("most") };
}
