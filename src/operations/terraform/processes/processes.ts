import { readFileSync } from "node:fs";

/** Whether there is such a process, and it isn't one that has ended and that nobody has asked about yet. */
export function isRunning(id: number): boolean {
  // Signal 0 only asks.
  return stateOf(id) !== "Z" && sendSignal(id, 0);
}

/** Undefined where there is no such process, or no such file, which only Linux has. */
function stateOf(id: number): string | undefined {
  try {
    // The name before the state may hold anything.
    return /.*\) (\S)/s.exec(readFileSync(`/proc/${id}/stat`, "utf8"))?.[1];
  } catch {
    return undefined;
  }
}

/** Signals a process, or with a negative id its group; false when there is none any more. */
export function sendSignal(id: number, name: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(id, name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ESRCH") return false;
    throw error;
  }
}
