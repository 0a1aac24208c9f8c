import { isObject, type Json, type JsonObject } from "./json";

/** Values as a reader wants them: policies, dashboards and documents as JSON, user data as the script that it is. */
export function unfolded(values: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(values)
      // What cdktf notes beside the arguments.
      .filter(([key]) => key !== "//")
      .map(([key, value]) => [key, read(key, value)]),
  );
}

function read(key: string, value: Json): Json {
  if (Array.isArray(value)) return value.map((each) => read(key, each));
  if (isObject(value)) return unfolded(value);
  if (typeof value !== "string") return value;
  const text = key === "user_data" ? decoded(value) : value;
  if (!/^\s*[{[]/.test(text)) return text;
  try {
    const parsed: Json = JSON.parse(text);
    return read(key, parsed);
  } catch {
    return text; // An expression of Terraform's.
  }
}

/** What base64 holds; the text itself where it is none, such as an expression. */
function decoded(text: string): string {
  const bytes = Buffer.from(text, "base64");
  return bytes.toString("base64") === text ? bytes.toString() : text;
}
