import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, it } from "vitest";
import { jsonSchemas } from "../../bin/json-schemas";

const folder = path.resolve(__dirname, "../../schemas");

it("the schemas are committed as they are generated (npm run schemas writes them)", async () => {
  const committed = readdirSync(folder).map((file): [string, unknown] => [
    file,
    JSON.parse(readFileSync(path.join(folder, file), "utf8")),
  ]);
  expect(Object.fromEntries(committed)).toEqual(Object.fromEntries(await jsonSchemas()));
  expect(committed.length).toBeGreaterThan(0);
});
