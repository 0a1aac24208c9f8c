import { readdirSync, readFileSync, readlinkSync } from "node:fs";

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

/** The processes that work in a folder, or below it. */
export function processesIn(folder: string): number[] {
  return processes()
    .filter(({ place }) => place === folder || place.startsWith(`${folder}/`))
    .map(({ pid }) => pid);
}

/** What Jenkins ends of a step: each process with its cookie, and what that has started, before it. */
export function jenkinsEnds(cookie: string): number[] {
  const own = processes().filter(({ variables }) => variables.includes(cookie));
  return [...new Set(own.flatMap(({ pid }) => [...descendants(pid), pid]))];
}

/** The Terraforms that apply in a folder or below it, without their providers. */
export function applyingTerraforms(folder: string): number[] {
  const here = processesIn(folder);
  const applying = processes().filter(({ command }) => /^\S*terraform apply -json/.test(command));
  return applying.map(({ pid }) => pid).filter((pid) => here.includes(pid));
}

/** https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html */
function processes() {
  const ids = readdirSync("/proc").filter((name) => /^\d+$/.test(name));
  return ids.flatMap((id) => {
    try {
      // The name before the parenthesis may hold anything.
      const [, parent] = /.*\) \S (\d+)/s.exec(readFileSync(`/proc/${id}/stat`, "utf8")) ?? [];
      const command = readFileSync(`/proc/${id}/cmdline`, "utf8").replaceAll("\0", " ");
      const variables = readFileSync(`/proc/${id}/environ`, "utf8");
      const place = readlinkSync(`/proc/${id}/cwd`);
      return [{ pid: Number(id), parent: Number(parent), command, variables, place }];
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
