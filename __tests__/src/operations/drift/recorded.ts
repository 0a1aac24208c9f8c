import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { gunzipSync } from "node:zlib";

const folder = path.join(__dirname, "plans");

/** Names of the recorded plans. */
export const recordedPlans = readdirSync(folder)
  .filter((file) => file.endsWith(".json.gz"))
  .map((file) => file.replace(/\.json\.gz$/, ""));

/** The text of a recorded plan: what `terraform show -json` printed. */
export function recordedText(name: string): string {
  return gunzipSync(readFileSync(path.join(folder, `${name}.json.gz`))).toString();
}

/** A recorded plan, parsed anew at each call. */
export function recorded(name: string): unknown {
  return JSON.parse(recordedText(name));
}
