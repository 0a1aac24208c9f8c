/** Deeper than any provider's attribute; on a hostile one `JSON.stringify` would overflow the stack. */
const depthLimit = 32;

/** Stands in a value for what isn't known yet. */
export const notKnownYet = Symbol("known after apply");

/**
 * JSON of a value on one line, made no further than needed: of a huge value only the beginning.
 *
 * @param limit the longest that it may be, in UTF-16 units
 */
export function boundedJson(value: unknown, limit: number): string {
  let text = "";
  for (const piece of pieces(value, limit, 0)) {
    text += piece;
    if (text.length >= limit) break;
  }
  return text.slice(0, limit);
}

function* pieces(value: unknown, limit: number, depth: number): Generator<string> {
  if (value === notKnownYet) {
    yield "(known after apply)";
  } else if (typeof value === "string") {
    yield JSON.stringify(value.slice(0, limit));
  } else if (typeof value !== "object" || value === null) {
    yield String(value);
  } else if (depth === depthLimit) {
    yield "…";
  } else {
    const isList = Array.isArray(value);
    let separator = isList ? "[" : "{";
    for (const key in value) {
      yield isList ? separator : `${separator}${JSON.stringify(key.slice(0, limit))}:`;
      yield* pieces((value as Record<string, unknown>)[key], limit, depth + 1);
      separator = ",";
    }
    // Nothing was inside.
    if (separator !== ",") yield separator;
    yield isList ? "]" : "}";
  }
}
