import { isObject, type Json, type JsonObject } from "./json";

/** Names under which a secret itself stands, and not its name or its ARN. */
const secretName =
  /(^|[_-])(password|passwd|passphrase|secret_string|private_key|secret_key|secret_access_key|auth_token|access_token|token|api_key|client_secret)$/i;

/** Secrets that are told by their form, or by what stands before them: the last group is the secret. */
const secretForms = [
  /\b(A(?:KIA|SIA)[A-Z0-9]{16})\b/g,
  /(-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$))/g,
  /:\/\/[^/\s:@$"']+:([^/\s@$"']{3,})@/g,
  /\b[A-Za-z_]*(?:password|passwd|secret_key|secret_access_key|auth_token|access_token|api_key|private_key|client_secret)["']?\s*[=:]\s*["']?([^\s"'$`<{(,;\\]{6,})/gi,
];

/** What stands in a secret's place. */
export const mark = /\(secret \d+\)/;

/**
 * Takes secrets that stand in clear out of values, so that nothing of them is shown or written. One secret has one number
 * as long as this object lives, so that another secret is another value.
 */
export class ClearSecrets {
  readonly #numbers = new Map<string, number>();

  without(values: JsonObject): JsonObject {
    return Object.fromEntries(
      Object.entries(values).map(([key, value]) => [key, this.#without(key, value)]),
    );
  }

  #without(key: string, value: Json): Json {
    if (Array.isArray(value)) return value.map((each) => this.#without(key, each));
    if (isObject(value)) return this.without(value);
    if (typeof value !== "string" || value === "") return value;
    if (secretName.test(snake(key)) && !value.includes("${")) return this.#named(value);
    return secretForms.reduce(
      (text, form) =>
        text.replace(form, (all: string, secret: string) =>
          all.replace(secret, this.#named(secret)),
        ),
      value,
    );
  }

  #named(secret: string): string {
    const number = this.#numbers.get(secret) ?? this.#numbers.size + 1;
    this.#numbers.set(secret, number);
    return `(secret ${number})`;
  }
}

/** `dbPassword` and `DB-PASSWORD` as `db_password`. */
function snake(name: string): string {
  return name.replace(/([a-z])([A-Z])/g, "$1_$2").replaceAll("-", "_");
}
