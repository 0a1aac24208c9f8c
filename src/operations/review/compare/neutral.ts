import type { Stack } from "./stack";

/** What stands for an environment's own names where several have the same change. */
export const placeholders = { id: "ENV", region: "REGION" } as const;

/** Writes a text so that it is the same for every environment that it means the same in. */
export function neutralOf({ id, region }: Pick<Stack, "id" | "region">): (text: string) => string {
  return (text) => {
    const withoutId = text.replaceAll(id, placeholders.id);
    return region === "" ? withoutId : withoutId.replaceAll(region, placeholders.region);
  };
}
