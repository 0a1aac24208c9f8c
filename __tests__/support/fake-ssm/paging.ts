/** How lists are cut into pages. */
export interface Paging {
  readonly size: number;
  /** Whether an empty page comes before each. */
  readonly withEmptyPages: boolean;
  /** Whether each page begins with the last item of the page before. */
  readonly withDuplicates: boolean;
}

export const wholePages: Paging = { size: 50, withEmptyPages: false, withDuplicates: false };

/** One page of a list; the token says where the next begins. */
export function pageOf<Item>(
  items: readonly Item[],
  { size, withEmptyPages, withDuplicates }: Paging,
  token: string | undefined,
): { readonly items: readonly Item[]; readonly nextToken: string | undefined } {
  const { start = 0, wasEmpty = false } = token === undefined ? {} : JSON.parse(token);
  if (withEmptyPages && !wasEmpty)
    return { items: [], nextToken: JSON.stringify({ start, wasEmpty: true }) };
  const from = withDuplicates ? Math.max(0, start - 1) : start;
  const end = start + size;
  const nextToken = end < items.length ? JSON.stringify({ start: end }) : undefined;
  return { items: items.slice(from, end), nextToken };
}
