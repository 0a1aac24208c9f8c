import { isObject, type Json } from "./json";
import type { Stack } from "./stack";

/** What stands for an environment's own names where several have the same change. */
export const placeholders = { id: "ENV", region: "REGION" } as const;

/** What an environment's texts may name of itself. */
export type Names = Pick<Stack, "id" | "region">;

/** Writes a text so that it is the same for every environment that it means the same in. */
export function neutralOf({ id, region }: Names): (text: string) => string {
  return (text) => {
    const withoutId = text.replaceAll(id, placeholders.id);
    return region === "" ? withoutId : withoutId.replaceAll(region, placeholders.region);
  };
}

/** The same of all texts in a value. */
export function neutralValue<Value extends Json | undefined>(value: Value, names: Names): Value {
  const neutral = neutralOf(names);
  const written = (each: Json): Json => {
    if (typeof each === "string") return neutral(each);
    if (Array.isArray(each)) return each.map(written);
    if (!isObject(each)) return each;
    return Object.fromEntries(
      Object.entries(each).map(([key, one]) => [neutral(key), written(one)]),
    );
  };
  return (value === undefined ? undefined : written(value)) as Value;
}
