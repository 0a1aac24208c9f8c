import { setTimeout as sleep } from "node:timers/promises";

/** Looks again and again until there is something to see. Only the test's time-out ends it earlier. */
export async function until<T>(look: () => T | undefined | Promise<T | undefined>): Promise<T> {
  for (;;) {
    const seen = await look();
    if (seen !== undefined) return seen;
    await sleep(20);
  }
}
