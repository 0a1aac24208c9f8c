import { readFileSync } from "node:fs";
import path from "node:path";

export const theJenkinsfile = readFileSync(path.resolve(__dirname, "../../Jenkinsfile"), "utf8");
