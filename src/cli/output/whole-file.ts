import { realpathSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { getSystemErrorMap } from "node:util";

/** Why the system refused, without the path and the call: such as `no such file or directory (ENOENT)`. */
export function systemReason(error: unknown): string {
  const { errno, code, message } = error as NodeJS.ErrnoException;
  const [name, description] = getSystemErrorMap().get(errno ?? 0) ?? [code, message];
  return name === undefined ? `${description}` : `${description} (${name})`;
}

/**
 * Writes a file whole or not at all: whoever reads it finds the old text or the new one. What isn't a
 * regular file, such as `/dev/stderr` or a named pipe, is written to as it is.
 *
 * @param file relative to the current directory; its directory must be there
 * @throws what the system says, such as ENOENT or EACCES
 */
export function writeWholeFile(file: string, text: string): void {
  const existing = statSync(file, { throwIfNoEntry: false });
  if (existing !== undefined && !existing.isFile()) {
    writeFileSync(file, text);
    return;
  }
  // A link stays a link, and what it leads to is replaced.
  const target = existing === undefined ? path.resolve(file) : realpathSync(file);
  const temporary = path.join(path.dirname(target), `.${path.basename(target)}.${process.pid}.tmp`);
  try {
    writeFileSync(temporary, text, { flag: "wx" });
    renameSync(temporary, target);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}
