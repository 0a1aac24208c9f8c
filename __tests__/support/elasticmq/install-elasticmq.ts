import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
} from "node:fs";
import path from "node:path";
import { DOWNLOADS } from "../tools";

/** Where its jars are. */
const FOLDER = path.join(DOWNLOADS, "elasticmq");
/** Of all jars, by name, so that nothing is run that isn't what is pinned here. */
const SHA256 = "1ee7e2f75dee00354f0ffa548296a551d046a98d4605bad13f08c3fb94e46956";
const COPY = "org.apache.maven.plugins:maven-dependency-plugin:3.6.1:copy-dependencies";

export function elasticMqIsCurrent(): boolean {
  return existsSync(FOLDER) && digest(FOLDER) === SHA256;
}

/** Downloads ElasticMQ and what it needs with Maven, from where this machine gets its packages. */
export function installElasticMq(maven: string): void {
  console.error(`Downloading ElasticMQ into ${DOWNLOADS}`);
  mkdirSync(DOWNLOADS, { recursive: true });
  const folder = mkdtempSync(path.join(DOWNLOADS, "elasticmq-"));
  const jars = path.join(folder, "jars");
  try {
    copyFileSync(path.join(__dirname, "pom.xml"), path.join(folder, "pom.xml"));
    const args = ["--batch-mode", "--quiet", COPY, `-DoutputDirectory=${jars}`];
    const { status, stdout } = spawnSync(maven, [...args, "-DincludeScope=runtime"], {
      cwd: folder,
      encoding: "utf8",
    });
    if (status !== 0 || !existsSync(jars)) {
      console.error(`${maven} ${args.join(" ")} failed:\n${stdout}`);
    } else if (digest(jars) !== SHA256) {
      console.error(`ElasticMQ's jars have the SHA-256 ${digest(jars)}, and must have ${SHA256}`);
    } else {
      rmSync(FOLDER, { recursive: true, force: true });
      renameSync(jars, FOLDER);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function digest(folder: string): string {
  const hash = createHash("sha256");
  for (const name of readdirSync(folder).sort())
    hash.update(`${name}\n`).update(readFileSync(path.join(folder, name)));
  return hash.digest("hex");
}
