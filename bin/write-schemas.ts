// Writes the JSON schemas of all reports: `npm run schemas`.
import { writeFileSync } from "node:fs";
import path from "node:path";
import { jsonSchemas } from "./json-schemas";

const folder = path.resolve(__dirname, "../schemas");

jsonSchemas().then((schemas) => {
  for (const [file, schema] of schemas)
    writeFileSync(path.join(folder, file), JSON.stringify(schema, null, 2));
});
