import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
} from "node:fs";
import path from "node:path";
import { DOWNLOADS } from "./tools";

/** The Groovy that Jenkins has: a newer one takes what Jenkins refuses. */
const VERSION = "2.4.21";
const SHA256 = "de65260cf2070442e99882f2f3d72e7531725c1e6a257446cc0cea525c607bd0";
const JAR = path.join(DOWNLOADS, "groovy-all.jar");
const COPY = "org.apache.maven.plugins:maven-dependency-plugin:3.6.1:copy";

/** Whether the Groovy that is installed is the one that is wanted. */
export function groovyIsCurrent(): boolean {
  return existsSync(JAR) && digest(JAR) === SHA256;
}

/**
 * Downloads Groovy with Maven, from where this machine gets its packages. Nothing is installed that isn't what is
 * pinned here.
 */
export function installGroovy(maven: string): void {
  console.error(`Downloading Groovy ${VERSION} into ${DOWNLOADS}`);
  mkdirSync(DOWNLOADS, { recursive: true });
  const folder = mkdtempSync(path.join(DOWNLOADS, "groovy-"));
  try {
    const artifact = `-Dartifact=org.codehaus.groovy:groovy-all:${VERSION}`;
    const args = ["--batch-mode", "--quiet", COPY, artifact, `-DoutputDirectory=${folder}`];
    const { status, stdout } = spawnSync(maven, args, { cwd: folder, encoding: "utf8" });
    const jar = path.join(folder, `groovy-all-${VERSION}.jar`);
    if (status !== 0 || !existsSync(jar)) {
      console.error(`${maven} ${args.join(" ")} failed:\n${stdout}`);
    } else if (digest(jar) !== SHA256) {
      console.error(
        `${path.basename(jar)} has the SHA-256 ${digest(jar)}, and must have ${SHA256}`,
      );
    } else {
      // As tools are found by being executable.
      chmodSync(jar, 0o755);
      renameSync(jar, JAR);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function digest(file: string): string {
  return createHash("sha256").update(readFileSync(file)).digest("hex");
}
