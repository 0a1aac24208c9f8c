import { readdirSync, readFileSync } from "node:fs";

/** The processes below one, itself left out, deepest first: as Jenkins ends a step's. */
export function descendants(pid: number): number[] {
  const children = processes().filter(({ parent }) => parent === pid);
  return children.flatMap((child) => [...descendants(child.pid), child.pid]);
}

/** The processes whose command line holds a text. */
export function processesWith(text: string): number[] {
  return processes()
    .filter(({ command }) => command.includes(text))
    .map(({ pid }) => pid);
}

/** https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html */
function processes() {
  const ids = readdirSync("/proc").filter((name) => /^\d+$/.test(name));
  return ids.flatMap((id) => {
    try {
      // The name before the parenthesis may hold anything.
      const [, parent] = /.*\) \S (\d+)/s.exec(readFileSync(`/proc/${id}/stat`, "utf8")) ?? [];
      const command = readFileSync(`/proc/${id}/cmdline`, "utf8").replaceAll("\0", " ");
      return [{ pid: Number(id), parent: Number(parent), command }];
    } catch {
      // It has ended since.
      return [];
    }
  });
}

/** Signals each process that is still there. */
export function signalEach(pids: readonly number[], name: NodeJS.Signals): void {
  for (const pid of pids) {
    try {
      process.kill(pid, name);
    } catch (error) {
      // It has ended since.
      if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
    }
  }
}
