import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const read = new Map<string, string>();

/**
 * A file of the project, by a name of package.json's `imports`, such as `#scripts/user-data/user-data.sh`: bundling
 * moves whoever reads it away. It is read once in a process.
 */
export function projectFile(name: string): string {
  const text = read.get(name) ?? readFileSync(createRequire(__filename).resolve(name), "utf8");
  read.set(name, text);
  return text;
}

/**
 * Puts each value in place of its `@@NAME@@`, in one pass: what a value holds is never filled again.
 *
 * @throws Error when the template has a placeholder that is not among the values.
 */
export function fillTemplate(template: string, values: Readonly<Record<string, string>>): string {
  return template.replace(/@@(\w+)@@/g, (placeholder, name: string) => {
    const value = values[name];
    if (value === undefined) {
      throw new Error(
        `The placeholder ${placeholder} of an instance's script has no value. ` +
          "Give it one where the script is rendered, or take it out of the script.",
      );
    }
    return value;
  });
}

/** A value that stands between single quotes in a script; like those below, it throws an Error. */
export function text(name: string, value: string): string {
  if (value === "") throw refusal(name, value, "it is empty. Give it a value.");
  if (/['\p{Cc}]/u.test(value))
    throw refusal(
      name,
      value,
      "it stands between single quotes in a shell script, and holds a single quote, a newline or another control character. Write it without.",
    );
  if (value.includes("${"))
    throw refusal(
      name,
      value,
      "it is a reference that only Terraform can resolve, and can't be checked here. Use the literal value from the configuration.",
    );
  return value;
}

/** The absolute path of a file. */
export function path(name: string, value: string): string {
  if (!/^\/.*[^/]$/.test(value))
    throw refusal(name, value, "it is not an absolute path of a file. Begin it with a slash.");
  return text(name, value);
}

/** An `https://` URL without credentials. */
export function httpsUrl(name: string, value: string): string {
  const url = URL.canParse(value) ? new URL(value) : undefined;
  if (url?.protocol !== "https:" || url.username !== "" || url.password !== "") {
    throw refusal(
      name,
      "(not repeated: it may hold a password)",
      "it is not an https:// URL without credentials, which would be readable in the script. Write https://host/path; the credentials belong in the secret.",
    );
  }
  return text(name, value);
}

/** A SHA-256 in lower-case hexadecimal, or `""`. */
export function sha256(name: string, value: string): string {
  if (!/^([0-9a-f]{64})?$/.test(value))
    throw refusal(
      name,
      value,
      'it is not a SHA-256 of 64 lower-case hexadecimal digits. Write what `sha256sum` prints, or "" when the vendor publishes none.',
    );
  return value;
}

/** A time limit, in whole seconds. */
export function seconds(name: string, value: number): string {
  if (!Number.isSafeInteger(value) || value < 1)
    throw refusal(
      name,
      value,
      "it is not a whole number of seconds, at least 1. Write such a number: 0 would mean no limit to `timeout`.",
    );
  return `${value}`;
}

function refusal(name: string, value: unknown, refused: string): Error {
  return new Error(
    `An instance's script can't be rendered: ${name} is ${JSON.stringify(value)}, but ${refused}`,
  );
}
