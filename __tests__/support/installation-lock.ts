import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

const LOCK = resolve(__dirname, "../../node_modules/.venv.lock");
const LOCK_WAIT_MS = 300_000;

/**
 * Installs tools into the checkout while nobody else does: of two test runs or rehearsals the second waits for the
 * first, unless the first is dead.
 *
 * @returns false when the wait was in vain, and nothing was installed
 */
export async function installAlone(install: () => void): Promise<boolean> {
  if (!(await lock())) {
    console.error(`Nothing was installed: ${LOCK} is held.`);
    return false;
  }
  try {
    install();
  } finally {
    rmSync(LOCK, { force: true });
  }
  return true;
}

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
