import type { Cause } from "../report/causes";
import { type Call, CallFailure } from "./call";
import { failureOf } from "./failures";

/** How long a send is waited for after an interrupt: its answer names the command to resume. */
export const sendGraceMs = 5_000;

/** What the SDK's `send` takes beside a command. */
export interface SendOptions {
  readonly abortSignal: AbortSignal;
}

/**
 * A request that ends when its time is over, whatever it waits for: credentials, a connection, an answer,
 * or the rest of one.
 *
 * @param graceMs how long it may go on after the signal
 * @throws CallFailure
 */
export async function limited<Answer>(
  operation: string,
  { signal, timeoutMs }: Call,
  request: (options: SendOptions) => Promise<Answer>,
  graceMs = 0,
): Promise<Answer> {
  const controller = new AbortController();
  const timers: NodeJS.Timeout[] = [];
  // Whatever the SDK makes of being ended: the request may have been carried out.
  const end = (why: string, knownCause: Cause | null = null) =>
    controller.abort(new CallFailure("unavailable", `${operation} failed, ${why}`, knownCause));
  const endAfter = (milliseconds: number, ...how: Parameters<typeof end>) => {
    timers.push(setTimeout(() => end(...how), milliseconds));
  };
  const onStop = () => (graceMs === 0 ? end("interrupted") : endAfter(graceMs, "interrupted"));

  endAfter(timeoutMs, `no answer within ${timeoutMs / 1000} s`, "aws-unreachable");
  if (signal.aborted) onStop();
  signal.addEventListener("abort", onStop, { once: true });
  try {
    return await Promise.race([request({ abortSignal: controller.signal }), endOf(controller)]);
  } catch (error) {
    if (error instanceof CallFailure) throw error;
    if (controller.signal.aborted) throw controller.signal.reason;
    throw failureOf(operation, error);
  } finally {
    for (const timer of timers) clearTimeout(timer);
    signal.removeEventListener("abort", onStop);
  }
}

function endOf({ signal }: AbortController): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener("abort", () => reject(signal.reason), { once: true });
  });
}
