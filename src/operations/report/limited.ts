/** The first of the items, and how many more there are. */
export function limited(items: readonly string[], limit: number): string[] {
  const rest = items.length - limit;
  return rest > 0
    ? [...items.slice(0, limit), `… and ${rest.toLocaleString("en")} more`]
    : [...items];
}
