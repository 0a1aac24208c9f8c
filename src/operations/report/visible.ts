/**
 * Control characters (a terminal's commands among them), lone surrogates, unassigned and private
 * characters, line separators, and all that is invisible or turns the direction of writing.
 */
const invisible = /[\p{C}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu;

/** Longest text in a line that isn't a value, such as an address or a reason, in UTF-16 units. */
export const textLimit = 300;

/**
 * The text with every character that a reader couldn't see, or that could act on a terminal, written
 * as JSON writes it (`\n`, `\u001b`): one line, and nothing in it does anything.
 */
export function visible(text: string): string {
  return text.replace(invisible, (character) => {
    const short = JSON.stringify(character).slice(1, -1);
    return short.startsWith("\\") ? short : escaped(character);
  });
}

/**
 * One harmless line from a text that nobody vouches for.
 *
 * @param limit the longest that the text may be, in UTF-16 units; a longer one says how long it is
 */
export function line(text: string, limit = textLimit): string {
  return text.length <= limit
    ? visible(text)
    : `${visible(wholeCharacters(text.slice(0, limit)))}… ${lengthNote(text)}`;
}

/** The text without halves of surrogate pairs at its ends, where it was cut. */
export function wholeCharacters(text: string): string {
  return text.replace(/^[\uDC00-\uDFFF]|[\uD800-\uDBFF]$/g, "");
}

/** Such as `(12,345 characters)`. */
export function lengthNote(text: string): string {
  return `(${text.length.toLocaleString("en")} characters)`;
}

function escaped(character: string): string {
  return Array.from({ length: character.length }, (_, index) => {
    const unit = character.charCodeAt(index).toString(16).padStart(4, "0");
    return `\\u${unit}`;
  }).join("");
}
