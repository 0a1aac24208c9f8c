import { randomBytes } from "node:crypto";
import { describe, expect, it } from "vitest";
import { credentialsOf, secretValueOf } from "../../../../src/operations/secret/credentials";

const username = randomBytes(12).toString("base64url");
const password = randomBytes(12).toString("base64url");
const bytes = (input: unknown) => Buffer.from(JSON.stringify(input));

describe("credentials", () => {
  it.each([
    ["plain ones", { username, password }],
    [
      "with quotes, spaces and other letters",
      { username: `é ${username}`, password: `"\\'€😀,: {}\\` },
    ],
    ["as long as may be", { username: "u".repeat(1_024), password: "\u20ac".repeat(1_024) }],
  ])("%s are taken as they are", (_, credentials) => {
    expect(credentialsOf(bytes(credentials))).toEqual(credentials);
    expect(JSON.parse(secretValueOf(credentials))).toEqual(credentials);
  });

  it("may be written with spaces, lines and escapes", () => {
    const json = `\t{\r\n  "user\\u006eame" : "${username}",\n  "password": "\\u0022\\\\"\n}\n`;
    expect(credentialsOf(Buffer.from(json))).toEqual({ username, password: '"\\' });
  });

  const form = "it isn't an object with username and password, and nothing else";
  it.each<[string, Uint8Array, string]>([
    ["no JSON", Buffer.from(`{"username": "${username}"`), "it is no JSON in UTF-8"],
    ["Latin-1", Buffer.from(`{"password": "${password}é"}`, "latin1"), "it is no JSON in UTF-8"],
    [
      "a key that is there twice",
      Buffer.from(
        `{"username": "${username}", "password": "\\"", "user\\u006eame": "${username}"}`,
      ),
      "it has a key more than once",
    ],
    [
      "one of which is no text",
      Buffer.from(`{"username": {"${password}": []}, "username": "${username}", "password": "p"}`),
      "it has a key more than once",
    ],
    ["a list", bytes([username, password]), form],
    ["another key", bytes({ username, password, [password]: password }), form],
    ["no password", bytes({ username }), "password is no text"],
    ["a number", bytes({ username, password: 5 }), "password is no text"],
    ["nothing", bytes({ username: "", password: "" }), "username is empty, and password is empty"],
    ["a colon", bytes({ username: `${username}:x`, password }), "username holds a colon"],
    [
      "the end of a line",
      bytes({ username, password: `${password}\n` }),
      "password holds a control",
    ],
    ["half of a character", bytes({ username, password: `${password}\ud83d` }), "password holds a"],
    ["too much", bytes({ username, password: "p".repeat(1_025) }), "longer than 1024 characters"],
  ])("%s is refused without being repeated", (_, json, message) => {
    let refusal = "";
    try {
      credentialsOf(json);
    } catch (error) {
      refusal = String(error);
    }
    expect(refusal).toContain(message);
    expect(refusal).not.toContain(username);
    expect(refusal).not.toContain(password);
  });
});
