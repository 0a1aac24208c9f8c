import type { WriteStream } from "node:tty";
import { visible } from "../../operations/report/visible";

/** Whether to write colours to a stream: only to a terminal that has them, and that isn't told not to. */
export function showsColours(stream: WriteStream): boolean {
  // hasColors() reads NO_COLOR and TERM.
  return stream.isTTY === true && stream.hasColors();
}

/**
 * Writes a text to a stream.
 *
 * @throws what the system says, such as EPIPE when nobody reads any more
 */
export function writeTo(stream: NodeJS.WritableStream, text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    // The error comes twice: to the callback, and then as an event that would end the process.
    stream.once("error", reject);
    stream.write(text, (error) => {
      if (error) return reject(error);
      stream.off("error", reject);
      resolve();
    });
  });
}

/** Writes people's text; that nobody reads it, as behind `| head`, changes nothing. */
export async function writeToPeople(stream: WriteStream, text: string): Promise<void> {
  try {
    await writeTo(stream, text);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    // EIO is what a terminal that was closed says.
    const isUnread = code === "EPIPE" || (code === "EIO" && stream.isTTY);
    if (!isUnread) throw error;
  }
}

/** JSON leaves some characters as they are that act on a terminal; escaped, they are the same JSON. */
export function jsonLine(entry: object): string {
  return visible(JSON.stringify(entry));
}

/**
 * Writes a line of progress. Whoever doesn't read it must not end a job halfway, so nothing that the
 * stream says of it is an error.
 */
export function writeProgress(text: string): void {
  outliveReader(process.stderr);
  process.stderr.write(`${text}\n`);
}

/** Lets a stream fail without ending the process. */
export function outliveReader(stream: NodeJS.WritableStream): void {
  if (!stream.listeners("error").includes(ignore)) stream.on("error", ignore);
}

function ignore(): void {}
