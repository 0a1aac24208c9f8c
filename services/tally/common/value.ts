import * as z from "zod";
import { BadInput } from "../../support/server";

const longest = 32;
const largest = 1_000_000_000_000;
const digits = /^[+-]?\d+(\.\d+)?$/;

const body = z.object({ value: z.union([z.string(), z.number()]) });

/**
 * The number in a form or in JSON, as a decimal text.
 *
 * @throws BadInput that says what is wrong with it
 */
export function checkedValue(sent: unknown): string {
  const { data } = body.safeParse(sent);
  if (data === undefined) throw new BadInput("Send a number as value, such as value=5.");
  const text = String(data.value).trim();
  if (text.length > longest)
    throw new BadInput(`The value is too long: write at most ${longest} characters.`);
  if (Math.abs(Number(text)) > largest)
    throw new BadInput(`${text} is too large: write a number from -${largest} to ${largest}.`);
  if (!digits.test(text))
    throw new BadInput(`"${text}" is not a number: write digits, such as 5 or -2.75.`);
  return text;
}
