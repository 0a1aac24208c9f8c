import { isatty } from "node:tty";

const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/**
 * Hears the signals with which people and pipelines end a job, in place of ending at once.
 *
 * @returns what stops hearing them. They still don't end the process: at its end, a second Ctrl-C would
 *   take the exit code that the work has earned.
 */
export function hearSignals(heard: (name: NodeJS.Signals) => void): () => void {
  for (const name of signals) process.on(name, heard);
  return () => {
    for (const name of signals) process.on(name, ignore).off(name, heard);
    // Ending by itself takes Node a while, in which it has given up its listeners; process.exit() doesn't.
    process.once("beforeExit", () => process.exit());
  };
}

function ignore(): void {}

/**
 * Does work that these signals break off.
 *
 * @param heard tells people of a signal, and returns the reason that the work is aborted with; `again` says that it
 *   was aborted before
 */
export async function interruptible<Result>(
  heard: (name: NodeJS.Signals, again: boolean) => unknown,
  work: (stop: AbortSignal) => Promise<Result>,
): Promise<Result> {
  const stop = new AbortController();
  const forget = hearSignals((name) => stop.abort(heard(name, stop.signal.aborted)));
  try {
    return await work(stop.signal);
  } finally {
    forget();
  }
}

/**
 * Lets the process end by SIGKILL when its terminal is gone, as with a closed window. At its end Node sets the
 * terminal back, and versions before https://github.com/nodejs/node/pull/58200 abort when they can't: their core
 * dump would hold what was typed.
 */
export function endWithTerminal(): void {
  process.once("exit", () => {
    if (isTerminalGone()) process.kill(process.pid, "SIGKILL");
  });
}

function isTerminalGone(): boolean {
  const streams = [process.stdin, process.stdout, process.stderr];
  // What it was at the start, and whether it still answers.
  return streams.some(({ isTTY, fd }) => isTTY && !isatty(fd));
}
