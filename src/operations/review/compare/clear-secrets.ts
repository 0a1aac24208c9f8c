import { isObject, type Json, type JsonObject } from "./json";

/** What a name ends with under which a secret itself stands. */
const secretName =
  /(password|passwd|passphrase|secret|(^|[_\W])(pass|pwd|token|credentials?|(api|access|private|secret|signing|jwt|session|cookie)_key|secret_(string|binary|access_key)))(_wo)?$/i;
/** Under some such names, the secret's own name may stand, or its ARN. */
const mayName = /(secret|credentials?|key|token)$/i;
const itsName = /^arn:|^[a-z][a-z0-9-]*(\/[a-z0-9-]+)+$/;
const noSecret = /\$\{|^(|true|false|null|none|required|optional)$/i;

/** Secrets that are told by their form, or by what stands before them: the last group is the secret. */
const secretForms = [
  /\b(A(?:KIA|SIA)[A-Z0-9]{16})\b/g,
  /(-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$))/g,
  // Of GitHub, GitLab, Slack, Stripe and Google, and signed JSON.
  /\b(gh[opsur]_\w{36,}|github_pat_\w{22,}|glpat-[\w-]{20,}|xox[abeprs]-[\w-]{10,}|[rs]k_live_\w{10,}|AIza[\w-]{35}|eyJ[\w-]{8,}\.eyJ[\w-]{8,}\.[\w-]{8,})/g,
  /:\/\/[^/\s:@$"']+:([^/\s@$"']{3,})@/g,
  /\bcurl\b[^\n]*\s(?:-u|--user)[=\s]\s*["']?[^\s:"'$]+:([^\s"'$]{3,})/g,
  /--[a-z-]*(?:password|passphrase|secret|token)\s+["']?([^\s"'$`<-][^\s"'$`<]{5,})/g,
];

/** In scripts and other texts: a name, what assigns, and the value. */
const assignment =
  /([\w-]+)(\\?["']?\s*[=:]\s*)("[^"\n$`]{4,}"|'[^'\n]{4,}'|\\?["']?(?![\w.]+[[(])[^\s"'$`<{(,;\\]{4,})/g;
/** With a colon between them, `secret: see below` is a sentence. */
const isWord = (name: string, between: string) => /^\s*:/.test(between) && !/_|-|passw/i.test(name);

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
      Object.entries(values).map(([key, value]) => [
        key,
        this.#without(nameOf(key, values), value),
      ]),
    );
  }

  #without(name: string, value: Json): Json {
    if (Array.isArray(value)) return value.map((each) => this.#without(name, each));
    // What a secret holds is secret, whatever it calls its parts.
    if (isObject(value))
      return /^secret_string/.test(name) ? this.#named(JSON.stringify(value)) : this.without(value);
    if (typeof value === "number" && isSecret(name, String(value))) return this.#named(`${value}`);
    if (typeof value !== "string") return value;
    if (isSecret(name, value)) return this.#named(value);
    const formless = secretForms.reduce(
      (text, form) =>
        text.replace(form, (all: string, secret: string) =>
          all.replace(secret, () => this.#named(secret)),
        ),
      value,
    );
    return formless.replace(assignment, (all, key: string, between: string, quoted: string) => {
      const secret = quoted.replace(/^\\?["']|["']$/g, "");
      const isOne = isSecret(key, secret) && !isWord(key, between) && !mark.test(secret);
      return isOne ? `${key}${between}${quoted.replace(secret, () => this.#named(secret))}` : all;
    });
  }

  #named(secret: string): string {
    const number = this.#numbers.get(secret) ?? this.#numbers.size + 1;
    this.#numbers.set(secret, number);
    return `(secret ${number})`;
  }
}

/** What says what a value is: its key; of a name and its value, as a container's variables are written, the name. */
function nameOf(key: string, { name, type }: JsonObject): string {
  if (!/^(insecure_)?value(_wo)?$/.test(key)) return key;
  return type === "SecureString" ? "secret_string" : typeof name === "string" ? name : key;
}

function isSecret(name: string, value: string): boolean {
  const plain = snake(name);
  const isName = mayName.test(plain) && itsName.test(value);
  return secretName.test(plain) && !isName && !noSecret.test(value);
}

/** `dbPassword` and `DB-PASSWORD` as `db_password`. */
function snake(name: string): string {
  return name
    .replace(/([a-z])([A-Z])/g, "$1_$2")
    .replace(/([A-Z]+)([A-Z][a-z])/g, "$1_$2")
    .replaceAll("-", "_");
}
