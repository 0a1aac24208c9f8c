#!/usr/bin/env node
// Writes each stack's JSON in these folders anew, with its policies as JSON and its scripts in lines, so that a comparison
// shows what changes in them. Usage: bin/unfolded-json.cjs FOLDER...
const { readdirSync, readFileSync, writeFileSync } = require("node:fs");
const path = require("node:path");

for (const folder of process.argv.slice(2))
  for (const stack of readdirSync(folder)) {
    const file = path.join(folder, stack, "cdk.tf.json");
    const json = JSON.parse(readFileSync(file, "utf8"), unfolded);
    writeFileSync(file, `${JSON.stringify(json, null, 2)}\n`);
  }

/** A value as a reader wants it. */
function unfolded(key, value) {
  if (typeof value !== "string") return value;
  const text = key === "user_data" ? Buffer.from(value, "base64").toString() : value;
  const parsed = parsedObject(text);
  if (parsed !== undefined) return parsed;
  return text.includes("\n") ? text.split("\n").map((line) => parsedObject(line) ?? line) : value;
}

function parsedObject(text) {
  if (!/^[{[]/.test(text)) return undefined;
  try {
    return JSON.parse(text, unfolded);
  } catch {
    return undefined; // An expression of Terraform's.
  }
}
