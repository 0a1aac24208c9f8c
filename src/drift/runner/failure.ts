/** A step of the check has failed, so there is no verdict. Each reason is one line: what, and the remedy. */
export class CheckFailure extends Error {
  override readonly name = "CheckFailure";

  constructor(readonly reasons: readonly string[]) {
    super(reasons.join("\n"));
  }
}

/** Why a check is stopped before its end: given to `AbortController.abort`. */
export class Stopped extends Error {
  override readonly name = "Stopped";
}

/** @throws CheckFailure once the signal is aborted, with the signal's own reason. */
export function throwIfStopped(signal: AbortSignal): void {
  if (signal.aborted) throw new CheckFailure([stopReason(signal)]);
}

/** Why the signal was aborted, for people. */
export function stopReason(signal: AbortSignal): string {
  return signal.reason instanceof Error ? signal.reason.message : String(signal.reason);
}

/**
 * What the promise gives, unless the signal comes first.
 *
 * @throws CheckFailure once the signal is aborted
 */
export async function untilStopped<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  const stop = new Promise<undefined>((resolve) => {
    signal.addEventListener("abort", () => resolve(undefined), { once: true });
  });
  const first = await Promise.race([promise.then((value) => ({ value })), stop]);
  throwIfStopped(signal);
  if (first === undefined) throw new CheckFailure([stopReason(signal)]);
  return first.value;
}
