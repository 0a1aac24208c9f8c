const tag = /<(!?\/?[a-z][a-z0-9]*)[^>]*>/g;

/** The page's elements, in order, with their attributes; a place where a line may break is none. */
export function tagsOf(page: string): string[] {
  return [...page.matchAll(tag)].map(([text]) => text).filter((text) => text !== "<wbr>");
}

/** What the page says, a block on a line, without its styles. */
export function textOf(page: string): string {
  return page
    .replace(/<style>.*?<\/style>/s, "")
    .replaceAll(/\n*<\/?(?:code|wbr|strong|small|a|svg|path|rect|circle)\b[^>]*>/g, "")
    .replaceAll(tag, "\n")
    .replaceAll(/&(amp|lt|gt|quot|#39);/g, (_, name) => characters[name] ?? "")
    .replaceAll(/\s*\n\s*/g, "\n")
    .trim();
}

const characters: Readonly<Record<string, string>> = {
  amp: "&",
  lt: "<",
  gt: ">",
  quot: '"',
  "#39": "'",
};
