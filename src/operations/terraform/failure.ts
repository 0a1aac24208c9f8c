import { setTimeout as sleep } from "node:timers/promises";
import { type Cause, causeOf } from "../report/causes";

/** Synth, plan or another step of Terraform's has failed. Each reason is one line: what, and the remedy. */
export class TerraformFailure extends Error {
  override readonly name = "TerraformFailure";

  constructor(
    readonly reasons: readonly string[],
    readonly knownCause: Cause | null = null,
  ) {
    super(reasons.join("\n"));
  }
}

/** Why what runs is stopped before its end: given to `AbortController.abort`. */
export class Stopped extends Error {
  override readonly name = "Stopped";

  constructor(
    message: string,
    readonly knownCause: Cause = "interrupted",
  ) {
    super(message);
  }
}

/** @throws TerraformFailure once the signal is aborted, with the signal's own reason. */
export function throwIfStopped(signal: AbortSignal): void {
  if (signal.aborted)
    throw new TerraformFailure([stopReason(signal)], causeOf(signal.reason) ?? "interrupted");
}

/** Why the signal was aborted, for people. */
export function stopReason(signal: AbortSignal): string {
  return signal.reason instanceof Error ? signal.reason.message : String(signal.reason);
}

/**
 * Waits for so many milliseconds.
 *
 * @throws TerraformFailure as soon as the signal is aborted
 */
export async function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  try {
    await sleep(milliseconds, undefined, { signal });
  } catch (error) {
    throwIfStopped(signal);
    throw error;
  }
}

/**
 * Why something has failed, a line each.
 *
 * @param who what has failed, where nobody foresaw it
 */
export function reasonsOf(error: unknown, who = "The check"): readonly string[] {
  if (error instanceof TerraformFailure) return error.reasons;
  const { name, code, message } = error as NodeJS.ErrnoException;
  // The system's refusal, such as ENOSPC.
  if (code !== undefined) return [`${who} could not go on: ${message}`];
  // The message isn't repeated: an engine's own messages may quote the plan, which may hold a secret.
  return [`${who} itself failed (${name}), which is a defect of testapp: please report it`];
}
