import fc from "fast-check";
import type { ChangeJson } from "./plan-json";
import { asSet } from "./shapes";

type Json = any;

/** Numbers that decide the orders of lists. */
export type Orders = readonly number[];

/** Orders for the sets of a plan; numbers of zero alone leave all as it is. */
export const orders: fc.Arbitrary<Orders> = fc.array(fc.nat(99), { minLength: 1, maxLength: 30 });

/** An order for a list's elements. */
type Draw = (list: readonly unknown[]) => number[];

/** As Terraform orders sets: by their content alone, so in every version alike. */
function drawing(numbers: Orders): Draw {
  const seed = numbers.reduce((sum, each) => (sum * 101 + each) % 1_000_003, 0);
  return (list) => {
    const places = list.map((each, index) => ({ index, toJSON: () => each }));
    return asSet(places, seed).map(({ index }) => index);
  };
}

/** Gives another order to each set in every value of a plan, and to its marks the same. */
export function shufflePlan(plan: Json, numbers: Orders, isSet = isKeyedOrPrimitive): void {
  const draw = drawing(numbers);
  const changes: { change: ChangeJson }[] = [
    ...(plan.resource_changes ?? []),
    ...(plan.resource_drift ?? []),
  ];
  for (const { change } of changes) {
    [change.before, change.before_sensitive] = shuffled(
      [change.before, change.before_sensitive],
      draw,
      isSet,
    );
    [change.after, change.after_sensitive, change.after_unknown] = shuffled(
      [change.after, change.after_sensitive, change.after_unknown],
      draw,
      isSet,
    );
  }
}

/** A value in another order, with trees of marks of its shape that follow it. */
function shuffled(
  [value, ...marks]: Json[],
  draw: Draw,
  isSet: (list: readonly unknown[]) => boolean,
): Json[] {
  if (Array.isArray(value)) {
    const order = isSet(value) ? draw(value) : value.map((_, index) => index);
    const elements = order.map((from) =>
      shuffled([value[from], ...marks.map((each) => each?.[from])], draw, isSet),
    );
    return [value, ...marks].map((each, which) =>
      Array.isArray(each) ? elements.map((element) => element[which]) : each,
    );
  }
  if (typeof value !== "object" || value === null) return [value, ...marks];
  const entries = Object.keys(value).map(
    (key) =>
      [key, shuffled([value[key], ...marks.map((each) => each?.[key])], draw, isSet)] as const,
  );
  return [value, ...marks].map((each, which) =>
    typeof each === "object" && each !== null
      ? { ...each, ...Object.fromEntries(entries.map(([key, all]) => [key, all[which]])) }
      : each,
  );
}

const keys = ["key", "name", "id", "device_name", "resource_type"];

/** Lists that a provider may hold as sets, and whose elements can be told apart. */
function isKeyedOrPrimitive(list: readonly unknown[]): boolean {
  if (list.every((each) => typeof each !== "object" || each === null)) return true;
  return keys.some((key) => {
    const values = list.map((each) => (each as Json)?.[key]);
    return (
      values.every((value) => typeof value === "string") && new Set(values).size === list.length
    );
  });
}
