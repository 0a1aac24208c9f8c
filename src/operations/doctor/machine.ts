import { committedLockFile } from "../terraform/plan/providers";

/** The machine and the checkout that commands run in. */
export interface Machine {
  /** Such as `20.19.0`. */
  readonly nodeVersion: string;
  /** Undefined while it isn't committed. */
  readonly lockFile: string | undefined;
}

/** The one that this process runs on. */
export function thisMachine(): Machine {
  return { nodeVersion: process.versions.node, lockFile: committedLockFile() };
}
