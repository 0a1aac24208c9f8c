import type { Clock } from "../../../src/operations/aws/clock";

/** When every simulation begins. */
export const beginning = Date.parse("2026-03-01T08:00:00Z");

/** Time that passes only while somebody sleeps, or when it is moved. */
export class VirtualClock implements Clock {
  private time = beginning;
  private readonly events: { readonly at: number; readonly act: () => void }[] = [];

  now(): number {
    return this.time;
  }

  /** Milliseconds since the beginning. */
  elapsed(): number {
    return this.now() - beginning;
  }

  async sleep(milliseconds: number, signal: AbortSignal): Promise<void> {
    this.advance(milliseconds, () => signal.aborted);
  }

  /** @param isOver ends it early */
  advance(milliseconds: number, isOver = () => false): void {
    const end = this.time + Math.max(0, milliseconds);
    while (!isOver()) {
      const [next] = this.events;
      if (next === undefined || next.at > end) {
        this.time = end;
        return;
      }
      this.events.shift();
      this.time = Math.max(this.time, next.at);
      next.act();
    }
  }

  /** When the next thing happens, in milliseconds since the beginning; undefined where nothing does. */
  next(): number | undefined {
    const [next] = this.events;
    return next && Math.max(next.at - beginning, this.elapsed());
  }

  /** Does something so many milliseconds after the beginning. */
  at(milliseconds: number, act: () => void): void {
    this.events.push({ at: beginning + milliseconds, act });
    this.events.sort((one, other) => one.at - other.at);
  }
}
