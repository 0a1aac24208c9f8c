/**
 * What a text holds as JSON, with every number to its last digit: one that JavaScript's numbers can't hold, such as
 * 9007199254740993, stays the text of its digits.
 *
 * https://www.rfc-editor.org/rfc/rfc8259#section-6
 *
 * @throws SyntaxError where it is no JSON; the message may quote the text, which may hold a secret
 */
export function exactJson(text: string): unknown {
  const parsed: unknown = JSON.parse(text);
  if (!mayBeInexact.test(text)) return parsed;
  const pieces: string[] = [];
  for (let at = 0; at < text.length; ) {
    const open = text.indexOf('"', at);
    const outside = open === -1 ? text.slice(at) : text.slice(at, open);
    pieces.push(outside.replace(number, (digits) => (isExact(digits) ? digits : `"${digits}"`)));
    if (open === -1) break;
    at = endOfString(text, open);
    pieces.push(text.slice(open, at));
  }
  return JSON.parse(pieces.join(""));
}

/** A long number, or one with an exponent; perhaps inside a string. Most texts have none and are parsed once. */
const mayBeInexact = /[[:,\s]-?(?:[\d.]{16}|[\d.]+[eE][+-]?\d+\s*[,\]}])/;
const number = /-?\d[\d.eE+-]*/g;

function isExact(token: string): boolean {
  const value = Number(token);
  const digits = token
    .replace(/[eE].*/, "")
    .replace(/[-.]/g, "")
    .replace(/^0+/, "");
  if (!Number.isFinite(value) || (value === 0 && digits !== "")) return false;
  // What an IEEE 754 double keeps of any decimal number.
  return digits.length <= 15 || String(value) === token;
}

/** The place behind the string that begins here. */
function endOfString(text: string, open: number): number {
  for (let close = text.indexOf('"', open + 1); ; close = text.indexOf('"', close + 1)) {
    let slashes = 0;
    while (text[close - 1 - slashes] === "\\") slashes += 1;
    if (slashes % 2 === 0) return close + 1;
  }
}
