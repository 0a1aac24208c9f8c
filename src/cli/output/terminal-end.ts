import { isatty } from "node:tty";

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
