import type { WriteStream } from "node:tty";

/** One line that is overwritten on a terminal; elsewhere a line for each text. */
export function progressOn(stream: WriteStream): {
  show(text: string): void;
  /** Takes the line off the terminal. */
  clear(): void;
} {
  const clearLine = "\r\u001b[2K";
  return {
    show: (text) => stream.write(stream.isTTY ? `${clearLine}${text}` : `${text}\n`),
    clear: () => {
      if (stream.isTTY) stream.write(clearLine);
    },
  };
}
