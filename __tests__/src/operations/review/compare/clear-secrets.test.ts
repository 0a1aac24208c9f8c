import { expect, it } from "vitest";
import { ClearSecrets, mark } from "../../../../../src/operations/review/compare/clear-secrets";
import type { JsonObject } from "../../../../../src/operations/review/compare/json";
import { stackOf } from "../../../../../src/operations/review/compare/stack";
import { synthesizeInventory } from "../../../../support/synthesized";

const secret = "Tr0ub4dor-and-3";
/** Of the form that GitHub gives its tokens, and no such token. */
const githubToken = `ghp_${"a1B2".repeat(9)}`;

const secrets: readonly (readonly [name: string, values: JsonObject, hidden?: string])[] = [
  ["a name that ends with secret", { JWT_SECRET: secret }],
  ["a name without a separator", { PGPASSWORD: secret }],
  ["a short name", { MYSQL_PWD: secret }],
  ["camel case", { clientSecret: secret }],
  ["a key of one's own", { APISigningKey: secret }],
  ["a write-only argument", { password_wo: secret }],
  ["a password of digits", { password: 12345678 }, "12345678"],
  ["a SecureString", { name: "/a/limit", type: "SecureString", value: secret }],
  ["a parameter's name", { name: "/a/db-password", type: "String", value: secret }],
  ["a container's variable", { environment: [{ name: "SESSION_KEY", value: secret }] }],
  ["a part of a secret", { secret_string: { user: "u", pin: secret } }],
  ["a token's form", { description: `with ${githubToken}` }, githubToken],
  ["a user of an address", { url: `https://user:${secret}@example.com` }],
  ["an assignment in a script", { user_data: `export JWT_SECRET=${secret}\n` }],
  ["a text with spaces in a script", { user_data: `DB_PASS='correct horse battery'\n` }, "horse"],
  ["a short one in a script", { user_data: "PASSWORD=4711\n" }, "4711"],
  ["an option of a command", { user_data: `login --password ${secret}\n` }],
  ["a user of curl", { user_data: `curl -sS -u admin:${secret} https://example.com\n` }],
  ["a line of YAML", { content: `client_secret: ${secret}\n` }],
  ["JSON in a text", { content: `x {\\"password\\": \\"${secret}\\"}` }],
];

const hidden = secrets.map(([name, values, hides = secret]) => [name, values, hides] as const);
it.each(hidden)("hides %s", (_name, values, hides) => {
  const text = JSON.stringify(new ClearSecrets().without(values));
  expect(text).toMatch(mark);
  expect(text).not.toContain(hides);
});

const others: readonly (readonly [name: string, values: JsonObject])[] = [
  ["a secret's name", { DOWNLOAD_SECRET: "test-app/uat/download", SECRET_NAME: "download" }],
  ["a secret's ARN", { secret: "arn:aws:secretsmanager:us-east-1:111122223333:secret:download" }],
  ["a reference", { password: "${aws_ssm_parameter.password.value}", token: "" }],
  [
    "a setting",
    { password_length: 16, manage_master_user_password: true, http_tokens: "required" },
  ],
  ["a String", { name: "/a/limit", type: "String", value: "12345678" }],
  ["a container's variable", { environment: [{ name: "LOG_LEVEL", value: "information" }] }],
  [
    "what a script fetches",
    { user_data: 'PASSWORD=$(fetch)\nsecret = json.loads(text["secret"])\n' },
  ],
  ["a sentence", { description: "The secret: whatever it is, the token expires." }],
  ["a user of a container", { user_data: "docker run --user nobody:nogroup image\n" }],
];

it.each(others)("leaves %s", (_name, values) => {
  expect(new ClearSecrets().without(values)).toEqual(values);
});

it("takes nothing that ships for a secret", async () => {
  for (const [id, { json }] of Object.entries(await synthesizeInventory())) {
    const parts = [...stackOf(id, json, new ClearSecrets()).parts.values()];
    expect(parts.filter(({ values }) => mark.test(JSON.stringify(values)))).toEqual([]);
  }
});

it("gives one secret one number", () => {
  const clear = new ClearSecrets();
  expect(clear.without({ a_secret: "one", b_secret: "two", c_secret: "one" })).toEqual({
    a_secret: "(secret 1)",
    b_secret: "(secret 2)",
    c_secret: "(secret 1)",
  });
});
