import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { gunzipSync } from "node:zlib";
import fc from "fast-check";

const folder = path.resolve(__dirname, "../plans");

/** Recorded plans as text, by name: parsing gives each run a copy of its own to change. */
export const recordedPlans: ReadonlyMap<string, string> = new Map(
  readdirSync(folder)
    .filter((file) => file.endsWith(".json.gz"))
    .map((file) => [
      path.basename(file, ".json.gz"),
      gunzipSync(readFileSync(path.join(folder, file))).toString("utf8"),
    ]),
);

/** The name of a recorded plan. */
export const recordedName: fc.Arbitrary<string> = fc.constantFrom(...recordedPlans.keys());

/** A copy of a recorded plan, to change at will. */
export function recordedPlan(name: string): any {
  return JSON.parse(recordedPlans.get(name) ?? "");
}
