import { type ChildProcessByStdio, spawn } from "node:child_process";
import { once } from "node:events";
import type { Readable } from "node:stream";
import { sendSignal as signalProcess } from "../../../src/operations/terraform/processes/processes";
import type { Ended } from "../project-copy";

/** What a program did, and the signal that ended it, if one did. */
export interface ProgramEnded extends Ended {
  readonly signal: NodeJS.Signals | null;
}

/** A program's current folder and its whole environment; and the user that it runs as (default: this process's). */
export interface Place {
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  readonly uid?: number;
  readonly gid?: number;
}

const running = new Set<Program>();
const killAll = () => {
  for (const program of running) program.signal("SIGKILL");
};

// A test that ran out of time disposes of nothing, and vitest ends its workers with SIGTERM.
process.on("exit", killAll);
const signals = ["SIGINT", "SIGTERM"] as const;
const killAllAndEnd = (name: NodeJS.Signals) => {
  killAll();
  process.off(name, killAllAndEnd).kill(process.pid, name);
};
for (const name of signals) process.on(name, killAllAndEnd);

/** Leaves signals to a process that ends its programs itself. What still runs at its exit is killed all the same. */
export function leaveSignals(): void {
  for (const name of signals) process.off(name, killAllAndEnd);
}

/** Interrupts every program that runs, as Ctrl-C does. */
export function interruptAll(): void {
  for (const program of running) program.signal("SIGINT");
}

/**
 * A program that runs while the test goes on. It leads a process group of its own, as in a terminal; the
 * group is killed when the program is disposed of, or this process exits, before the program's end.
 */
export class Program implements AsyncDisposable {
  readonly pid: number;
  readonly #child: ChildProcessByStdio<null, Readable, Readable>;
  /** Settles when the program has ended, and nothing of it is left that could still print. */
  readonly ended: Promise<ProgramEnded>;
  /** What was printed until now. */
  stdout = "";
  stderr = "";

  constructor(
    readonly command: string,
    args: readonly string[],
    place: Place,
    hears: (text: string) => void = () => {},
  ) {
    const child = spawn(command, args, {
      ...place,
      detached: true,
      stdio: ["ignore", "pipe", "pipe"],
    });
    if (child.pid === undefined) throw new Error(`${command} can't be started`);
    this.pid = child.pid;
    this.#child = child;
    child.stdout.setEncoding("utf8").on("data", (text) => {
      this.stdout += text;
    });
    child.stderr.setEncoding("utf8").on("data", (text) => {
      this.stderr += text;
      hears(text);
    });
    this.ended = once(child, "close").then(([status, signal]) => {
      running.delete(this);
      return { status, signal, stdout: this.stdout, stderr: this.stderr };
    });
    running.add(this);
  }

  get hasEnded(): boolean {
    return !running.has(this);
  }

  /** Sends a signal to every process of the group that is left, as Ctrl-C sends SIGINT. */
  signal(name: NodeJS.Signals): void {
    signalProcess(-this.pid, name);
  }

  /** Reads no more of what it says on standard error, as a `tee` that has ended. */
  stopReadingErrors(): void {
    this.#child.stderr.destroy();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (!this.hasEnded) this.signal("SIGKILL");
    await this.ended;
  }
}

/** Waits for a program's end, and returns what it printed. One that fails is an error that holds that. */
export async function succeed(program: Program): Promise<string> {
  await using disposed = program;
  const { status, signal, stdout, stderr } = await disposed.ended;
  if (status === 0) return stdout;
  throw new Error(`${program.command} ended with ${signal ?? status}:\n${stdout}${stderr}`);
}
