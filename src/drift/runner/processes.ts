import { existsSync, readFileSync } from "node:fs";

/** Whether there is such a process, and it isn't one that has ended and that nobody has asked about yet. */
export function isRunning(id: number): boolean {
  // Signal 0 only asks.
  if (!signal(id, 0)) return false;
  const stat = `/proc/${id}/stat`;
  // Only Linux has it. The name before the state may hold anything, but no line break behind its bracket.
  const state = existsSync(stat) ? /.*\) (\S)/s.exec(readFileSync(stat, "utf8"))?.[1] : undefined;
  return state !== "Z";
}

/** Signals a process, or with a negative id its group; false when there is none any more. */
export function signal(id: number, name: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(id, name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ESRCH") return false;
    throw error;
  }
}
