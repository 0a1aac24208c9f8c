import { getSystemErrorMap } from "node:util";

/** Why the system refused, without the path and the call: such as `no such file or directory (ENOENT)`. */
export function systemReason(error: unknown): string {
  const { errno, code, message } = error as NodeJS.ErrnoException;
  const [name, description] = getSystemErrorMap().get(errno ?? 0) ?? [code, message];
  return name === undefined ? `${description}` : `${description} (${name})`;
}
