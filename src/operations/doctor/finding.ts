/** What a finding may be, the worst first. */
export const statuses = ["failed", "unchecked", "warning", "note", "ok"] as const;
export type Status = (typeof statuses)[number];

/** What a check has seen, and what to do about it where something is to be done. */
export interface Finding {
  readonly status: Status;
  readonly message: string;
  /** A command, a page of the AWS console, or a file to edit; null where all is well. */
  readonly remedy: string | null;
}

/** It was seen, and is as it must be. */
export function ok(message: string): Finding {
  return { status: "ok", message, remedy: null };
}

/** Nothing to be done now, but worth knowing. */
export function note(message: string): Finding {
  return { status: "note", message, remedy: null };
}

/** The environment can be launched and worked on, but somebody should look. */
export function warning(message: string, remedy: string): Finding {
  return { status: "warning", message, remedy };
}

/** Launching or working on the environment fails. */
export function failed(message: string, remedy: string): Finding {
  return { status: "failed", message, remedy };
}

/** It could not be looked at, which is no success. */
export function unchecked(message: string, remedy: string): Finding {
  return { status: "unchecked", message, remedy };
}
