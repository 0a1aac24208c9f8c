// Writes the IAM policies of those who work with the project into access/: `npm run access`.
import { writeFileSync } from "node:fs";
import path from "node:path";
import { policies } from "./access/policies";

const folder = path.resolve(__dirname, "../access");

for (const [name, policy] of Object.entries(policies()))
  writeFileSync(path.join(folder, `${name}.json`), `${JSON.stringify(policy, null, 2)}\n`);
