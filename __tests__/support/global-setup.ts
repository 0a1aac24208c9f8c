import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { groovyIsCurrent, installGroovy } from "./groovy";
import { findInPath, VENV } from "./tools";

const REQUIREMENTS = resolve(__dirname, "../requirements.txt");
/** Written last: an environment without it was interrupted, and is made again. */
const STAMP = resolve(VENV, "requirements.sha256");
const LOCK = resolve(VENV, "../node_modules/.venv.lock");
const LOCK_WAIT_MS = 120_000;

/**
 * Makes the virtual environment `.venv/` from `requirements.txt` when it is missing or out of date, and downloads
 * Groovy. Without Python or Maven, or without the packages, the tests go on: those that need a tool say so themselves.
 */
export default async function setup(): Promise<void> {
  const python = findInPath("python3");
  const maven = findInPath("mvn");
  const lacksPackages = () => python !== undefined && !isCurrent();
  const lacksGroovy = () => maven !== undefined && !groovyIsCurrent();
  if (!lacksPackages() && !lacksGroovy()) {
    return;
  }
  if (!(await lock())) {
    console.error(`The tools of ${REQUIREMENTS} and Groovy were not installed: ${LOCK} is held.`);
    return;
  }
  try {
    if (python !== undefined && lacksPackages()) {
      install(python);
    }
    if (maven !== undefined && lacksGroovy()) {
      installGroovy(maven);
    }
  } finally {
    rmSync(LOCK, { force: true });
  }
}

function install(python: string): void {
  console.error(`Installing the tools of ${REQUIREMENTS} into ${VENV}`);
  rmSync(VENV, { recursive: true, force: true });
  const pip = ["-m", "pip", "install", "--quiet", "--no-input", "--disable-pip-version-check"];
  const steps = [
    [python, "-m", "venv", VENV],
    // The list is complete, so nothing is installed that isn't pinned.
    [resolve(VENV, "bin/python3"), ...pip, "--no-deps", "--requirement", REQUIREMENTS],
  ] as const;
  for (const [program, ...args] of steps) {
    const { status, stderr } = spawnSync(program, args, { encoding: "utf8" });
    if (status !== 0) {
      console.error(`${program} ${args.join(" ")} failed:\n${stderr}`);
      return;
    }
  }
  writeFileSync(STAMP, digest());
}

function isCurrent(): boolean {
  return existsSync(STAMP) && readFileSync(STAMP, "utf8") === digest();
}

function digest(): string {
  return createHash("sha256").update(readFileSync(REQUIREMENTS)).digest("hex");
}

/** Two test runs in one checkout: the second waits for the first, unless the first is dead. */
async function lock(): Promise<boolean> {
  const end = Date.now() + LOCK_WAIT_MS;
  while (Date.now() < end) {
    try {
      writeFileSync(LOCK, `${process.pid}`, { flag: "wx" });
      return true;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") {
        throw error;
      }
    }
    if (!holderLives()) {
      rmSync(LOCK, { force: true });
    }
    await sleep(200);
  }
  return false;
}

function holderLives(): boolean {
  try {
    // Signal 0 only asks. A lock that was released just now counts as held: the loop looks again.
    process.kill(existsSync(LOCK) ? Number(readFileSync(LOCK, "utf8")) : process.pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== "ESRCH";
  }
}
