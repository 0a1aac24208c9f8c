// Writes the table of deployments in the Jenkinsfile: `npm run jenkins-table`.
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { loadDeployments } from "../src/estate/deployments";
import { jenkinsTable } from "../src/operations/pipeline/jenkins-table";

const file = path.resolve(__dirname, "../Jenkinsfile");
const table = jenkinsTable(loadDeployments()).join("\n");
const text = readFileSync(file, "utf8");
writeFileSync(file, text.replace(/(DEPLOYMENTS = \[\n).*?(\n\]\n)/s, `$1${table}$2`));
