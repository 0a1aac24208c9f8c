import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { VENV } from "./tools";

const REQUIREMENTS = resolve(__dirname, "../requirements.txt");
/** Written last: an environment without it was interrupted, and is made again. */
const STAMP = resolve(VENV, "requirements.sha256");

/** Whether the virtual environment `.venv/` holds what `requirements.txt` lists. */
export function pythonToolsAreCurrent(): boolean {
  return existsSync(STAMP) && readFileSync(STAMP, "utf8") === digest();
}

/** Makes the virtual environment anew. When that fails, standard error says why, and there is none. */
export function installPythonTools(python: string): void {
  console.error(`Installing the tools of ${REQUIREMENTS} into ${VENV}`);
  rmSync(VENV, { recursive: true, force: true });
  // Whoever is interrupted leaves temporary files behind; here they go away with the rest.
  const temporary = resolve(VENV, "tmp");
  mkdirSync(temporary, { recursive: true });
  const env = { ...process.env, TMPDIR: temporary };
  const pip = ["-m", "pip", "install", "--quiet", "--no-input", "--disable-pip-version-check"];
  const steps = [
    [python, "-m", "venv", VENV],
    // The list is complete, so nothing is installed that isn't pinned.
    [resolve(VENV, "bin/python3"), ...pip, "--no-deps", "--requirement", REQUIREMENTS],
  ] as const;
  for (const [program, ...args] of steps) {
    const { status, stderr } = spawnSync(program, args, { encoding: "utf8", env });
    if (status !== 0) {
      console.error(`${program} ${args.join(" ")} failed:\n${stderr}`);
      rmSync(VENV, { recursive: true, force: true });
      return;
    }
  }
  rmSync(temporary, { recursive: true });
  writeFileSync(STAMP, digest());
}

function digest(): string {
  return createHash("sha256").update(readFileSync(REQUIREMENTS)).digest("hex");
}
