import * as z from "zod";

/** Longest user name or password, in UTF-16 units. */
const longestValue = 1_024;

/** Most bytes of JSON that two such values can need, each unit written as `\uXXXX`. */
export const longestJson = 16_384;

// An instance hands them to curl as Basic credentials, which can't hold such characters (RFC 7617).
const value = z
  .string("is no text")
  .min(1, "is empty")
  .max(longestValue, `is longer than ${longestValue} characters`)
  .regex(
    /^[^\p{Cc}\p{Cs}]*$/u,
    "holds a control character, such as the end of a line, or half of a character",
  );

// Every message is fixed, because zod's own quote what was written.
const schema = z.strictObject(
  {
    username: value.refine((text) => !text.includes(":"), "holds a colon"),
    password: value,
  },
  "it isn't an object with username and password, and nothing else",
);

/** The updater's download credentials, in the very form in which the secret holds them. */
export type Credentials = Readonly<z.infer<typeof schema>>;

/** What is wrong with one of the values, without repeating it; undefined when nothing is. */
export function mistakeIn(key: keyof Credentials, text: string): string | undefined {
  return schema.shape[key].safeParse(text).error?.issues[0]?.message;
}

/** Credentials that aren't of the form; the message doesn't repeat them. */
export class CredentialsError extends Error {
  override readonly name = "CredentialsError";
}

/**
 * Reads `{"username": …, "password": …}`, with each key once: of a second one, nobody could tell which is meant.
 *
 * @throws CredentialsError
 */
export function credentialsOf(json: Uint8Array): Credentials {
  const { text, content } = parsed(json);
  const { data, error } = schema.safeParse(content);
  if (error !== undefined) {
    const mistakes = error.issues.map(({ path, message }) => [...path, message].join(" "));
    throw new CredentialsError(mistakes.join(", and "));
  }
  if (signsOf(text) !== "{:,:}") throw new CredentialsError("it has a key more than once");
  return data;
}

/** The secret's value, as the instances' scripts read it. */
export function secretValueOf({ username, password }: Credentials): string {
  return JSON.stringify({ username, password });
}

/** What is left of valid JSON without its texts and spaces: the parser keeps only the last of equal keys. */
function signsOf(json: string): string {
  return json.replace(/"(?:[^"\\]|\\.)*"|\s/g, "");
}

function parsed(json: Uint8Array): { readonly text: string; readonly content: unknown } {
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(json);
    return { text, content: JSON.parse(text) };
  } catch {
    // What the parser says quotes the text.
    throw new CredentialsError("it is no JSON in UTF-8");
  }
}
