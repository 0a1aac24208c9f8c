import * as z from "zod";

/** A whole number; the message says why its bounds are what they are and what to write. */
export function wholeNumber(from: number, to: number, unit: string, why: string) {
  const error = `${why}: write a whole number of ${unit} from ${from} to ${to}`;
  return z.int({ error }).min(from, { error }).max(to, { error });
}

export const days = (from: number, to: number, why: string) => wholeNumber(from, to, "days", why);
export const seconds = (from: number, to: number, why: string) =>
  wholeNumber(from, to, "seconds", why);

/** Retention periods that CloudWatch Logs accepts, in days. */
export const logGroupDays = z.literal(
  [
    1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922,
    3288, 3653,
  ],
  {
    error:
      "CloudWatch Logs keeps logs for certain periods only: write a number of days such as 30, 90, 365, 400 or 731",
  },
);

/** One of these words; the message says why, and names them. */
export function oneOf<const Values extends readonly [string, ...string[]]>(
  values: Values,
  why: string,
) {
  return z.enum(values, { error: `${why}: write one of ${values.join(", ")}` });
}

/** A text of a form that the message describes; never one that Terraform would take for an expression. */
export function text(pattern: RegExp, what: string) {
  const error = `it must be ${what}`;
  return z
    .string({ error })
    .regex(pattern, { error })
    .refine((value) => !/[$%]\{/.test(value), {
      error:
        "Terraform would read ${ and %{ as the beginning of an expression: write the value itself",
    });
}

/** A reason for giving something up, for the reviewer and for whoever inherits the decision. */
export const reason = text(/^\s*\S.{18,}\S\s*$/s, "a reason in words, of at least 20 characters");

/** A protection is on, or is given up with a written reason; it can't be forgotten. */
export const protection = z.union([z.literal("on"), z.strictObject({ offBecause: reason })], {
  error:
    'a protection is given up in writing only: write "on", or { offBecause: "the reason, in at least 20 characters" }',
});

/** A choice among objects: the message must name the forms, because zod can't know which was meant. */
export function choice<const Forms extends readonly [z.ZodObject, z.ZodObject, ...z.ZodObject[]]>(
  forms: Forms,
  what: string,
) {
  return z.union(forms, { error: `it must be ${what}` });
}

/**
 * An object with these properties and no other; the message names those that can't be left out. Unknown ones have an
 * issue of their own, whose message mistakes.ts writes.
 */
export function part<const Shape extends z.ZodRawShape>(shape: Shape, whole?: string) {
  const required = Object.keys(shape).filter((key) => !(shape[key] instanceof z.ZodOptional));
  const all = whole
    ? `every property of ${whole}: copy another, and decide each value`
    : `all of ${required.join(", ")}`;
  return z.strictObject(shape, {
    error: ({ code }) => (code === "invalid_type" ? `it must be an object with ${all}` : undefined),
  });
}

/** Data by its parts, none of which is written to. */
export type ReadonlyParts<Data> = { readonly [Part in keyof Data]: Readonly<Data[Part]> };
