import { line } from "./visible";

/**
 * A text that nobody vouches for, as inline code: the one form in which Markdown has no markup, no
 * link, no HTML, no entity and no mention of a person. The fence is longer than any run of backticks
 * inside.
 */
export function code(text: string, limit?: number): string {
  const content = line(text, limit);
  if (content.trim() === "") return "`(empty)`";
  const runs = content.match(/`+/g) ?? [];
  const fence = "`".repeat(1 + Math.max(0, ...runs.map(({ length }) => length)));
  // A space at both ends is taken off again.
  const padding = /^[` ]|[` ]$/.test(content) ? " " : "";
  return `${fence}${padding}${content}${padding}${fence}`;
}

/** A line of a list; `depth` 1 is a list in a list. */
export function bullet(text: string, depth = 0): string {
  return `${"  ".repeat(depth)}- ${text}`;
}

/**
 * A block that Markdown shows as a comparison. Each line must be a single one that begins with a sign:
 * so it can't end the block.
 */
export function diffBlock(lines: readonly string[], indent: string): string[] {
  return ["```diff", ...lines, "```"].map((text) => `${indent}${text}`);
}
