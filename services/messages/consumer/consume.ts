import { setTimeout as sleep } from "node:timers/promises";
import { told } from "../../support/log";
import { type Message, messageSchema } from "../common/message";
import type { Delivery, Queue } from "../common/queue";
import type { Store } from "./store";

export interface ConsumerOptions {
  /** How long an empty queue is listened to, in seconds. */
  readonly waitSeconds: number;
  readonly log: (level: "info" | "error", content: object) => void;
}

/** Between two tries, in milliseconds: it doubles up to the longest. */
const firstPauseMs = 200;
const longestPauseMs = 10_000;

/**
 * Takes messages off the queue until it is told to stop, and stores each. Only what is stored is deleted. While S3
 * is away nothing more is taken: a message that is delivered too often would end in the dead-letter queue.
 *
 * @param stop what is in hand then is stored, or given back
 */
export async function consume(
  queue: Queue,
  store: Store,
  { waitSeconds, log }: ConsumerOptions,
  stop: AbortSignal,
): Promise<void> {
  const seconds = await untilDone("the queue", () => queue.visibilitySeconds());
  while (!stop.aborted) {
    const deliveries = await untilDone("the queue", () => queue.receive(waitSeconds));
    if (deliveries !== undefined) await handle(deliveries, seconds ?? 30);
  }

  async function handle(deliveries: readonly Delivery[], visibleAfter: number): Promise<void> {
    // Whoever works on it for long says so, before somebody else gets it.
    const beat = setInterval(() => {
      queue.hide(deliveries, visibleAfter).catch(tell("not hidden any longer"));
    }, visibleAfter * 500);
    const handled = await Promise.all(deliveries.map(take)).finally(() => clearInterval(beat));
    // What comes again, because this fails, is there already.
    await queue.delete(deliveries.filter((_, index) => handled[index])).catch(tell("not deleted"));
    await queue
      .hide(
        deliveries.filter((_, index) => !handled[index]),
        0,
      )
      .catch(tell("not given back"));
  }

  /** Whether it may be deleted. */
  async function take({ body, messageId, receives }: Delivery): Promise<boolean> {
    const message = messageOf(body);
    if (message === undefined) {
      // Given back, it soon has been delivered so often that SQS moves it to the dead-letter queue.
      log("error", { msg: "no message of the producer", messageId, receives });
      return false;
    }
    const isNew = await untilDone("the bucket", () => store.put(message));
    if (isNew === undefined) return false;
    log("info", { msg: isNew ? "stored" : "was stored already", id: message.id, receives });
    return true;
  }

  /** Tries until it is done; undefined where it is told to stop before. */
  async function untilDone<T>(what: string, act: () => Promise<T>): Promise<T | undefined> {
    for (let pauseMs = firstPauseMs; ; pauseMs = Math.min(2 * pauseMs, longestPauseMs)) {
      try {
        return await act();
      } catch (error) {
        log("error", { msg: `${what} is away`, reason: told(error) });
      }
      await sleep(pauseMs, undefined, { signal: stop }).catch(() => undefined);
      if (stop.aborted) return undefined;
    }
  }

  function tell(msg: string) {
    return (error: unknown) => log("error", { msg, reason: told(error) });
  }
}

function messageOf(body: string): Message | undefined {
  try {
    return messageSchema.safeParse(JSON.parse(body)).data;
  } catch {
    return undefined;
  }
}
