import { isObject } from "./values";

/**
 * Whether blocks stand in the order in which Terraform writes those of a set. Their content alone decides it, so it says
 * nothing that they don't say themselves. The order is cty's: by the bytes of each block as text, where null is `~`, and
 * what isn't known yet is `?`.
 *
 * https://github.com/zclconf/go-cty/blob/main/cty/set_internals.go
 *
 * @param blocks with undefined in the place of what isn't known yet
 */
export function isInSetOrder(blocks: readonly unknown[]): boolean {
  const texts = blocks.map((block) => Buffer.from(textOf(block, true)));
  return texts.every((text, index) => index === 0 || text.compare(texts[index - 1] as Buffer) >= 0);
}

/** @param isBlock whether it has its type's attributes, and not keys of a map */
function textOf(value: unknown, isBlock = false): string {
  if (value === undefined) return "?";
  if (value === null) return "~";
  if (typeof value === "boolean") return value ? "T" : "F";
  if (Array.isArray(value)) return `[${value.map((each) => `${textOf(each, true)};`).join("")}]`;
  if (!isObject(value)) return typeof value === "string" ? JSON.stringify(value) : String(value);
  const keys = Object.keys(value).sort();
  return isBlock
    ? `<${keys.map((key) => `${textOf(value[key])};`).join("")}>`
    : `{${keys.map((key) => `${textOf(key)}:${textOf(value[key])};`).join("")}}`;
}
