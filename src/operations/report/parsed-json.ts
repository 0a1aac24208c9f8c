/** What a text holds as JSON; undefined where it is none. The parser's error would quote it, and it may hold a secret. */
export function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
