import { setImmediate as turn } from "node:timers/promises";
import { VirtualClock } from "../../../../support/fake-ssm/clock";

/** Time in which several programs wait at once: it goes on when all of them do. */
export class SharedClock extends VirtualClock {
  override advance(): void {}

  override sleep(milliseconds: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const end = () => {
        signal?.removeEventListener("abort", end);
        resolve();
      };
      signal?.addEventListener("abort", end);
      const isAborted = signal?.aborted ?? false;
      this.at(this.elapsed() + (isAborted ? 0 : milliseconds), end);
    });
  }

  /** Lets all happen that is to happen, until nothing is left or so much time is over. */
  async run(milliseconds: number): Promise<void> {
    const end = this.elapsed() + milliseconds;
    await turn();
    for (let next = this.next(); next !== undefined && next <= end; next = this.next()) {
      super.advance(next - this.elapsed());
      await turn();
    }
  }
}
