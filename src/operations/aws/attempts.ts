import { isPassing } from "./calls";
import { systemClock } from "./clock";

const attempts = 4;
const firstBackOffMs = 200;

/**
 * A call that is repeated while it is throttled or not answered, with full jitter between.
 *
 * @throws CallFailure that of the last attempt
 */
export async function repeated<Answer>(
  signal: AbortSignal,
  call: () => Promise<Answer>,
): Promise<Answer> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await call();
    } catch (error) {
      if (!isPassing(error) || attempt === attempts) throw error;
      await systemClock.sleep(Math.random() * firstBackOffMs * 2 ** attempt, signal);
      if (signal.aborted) throw error;
    }
  }
}
