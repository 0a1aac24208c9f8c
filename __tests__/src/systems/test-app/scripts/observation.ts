import { lstatSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

/** Every regular file under a folder. */
export function filesUnder(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .map((name) => join(folder, name))
    .filter((path) => lstatSync(path, { throwIfNoEntry: false })?.isFile());
}

/**
 * Where one of the texts stands: in a file under the folder, or in the arguments or the environment of
 * any process that runs now.
 */
export function placesOf(texts: readonly string[], folder: string): string[] {
  const ofProcesses = processes().flatMap((id) => [`/proc/${id}/cmdline`, `/proc/${id}/environ`]);
  return [...filesUnder(folder), ...ofProcesses].filter((path) => {
    const content = readIfThere(path);
    return texts.some((text) => content.includes(text));
  });
}

/** The processes that a script in this folder started and that still run, daemons included. */
export function processesOf(folder: string): number[] {
  const mark = `INSTANCE_ROOT=${folder}`;
  return processes()
    .filter((id) => readIfThere(`/proc/${id}/environ`).includes(mark))
    .map(Number);
}

/** Ends every process that a script in this folder started. */
export async function endProcesses(folder: string): Promise<void> {
  for (let left = processesOf(folder); left.length > 0; left = processesOf(folder)) {
    for (const id of left) {
      endIfThere(id);
    }
    await sleep(20);
  }
}

function processes(): string[] {
  return readdirSync("/proc").filter((name) => /^\d+$/.test(name));
}

/** A file or process may be gone, and another user's process may not be read. */
function readIfThere(path: string): string {
  return ignoring(["ENOENT", "ESRCH", "EACCES", "EPERM"], () => readFileSync(path, "latin1")) ?? "";
}

function endIfThere(id: number): void {
  ignoring(["ESRCH"], () => process.kill(id, "SIGKILL"));
}

function ignoring<T>(codes: readonly string[], action: () => T): T | undefined {
  try {
    return action();
  } catch (error) {
    if (codes.includes((error as NodeJS.ErrnoException).code ?? "")) {
      return undefined;
    }
    throw error;
  }
}
