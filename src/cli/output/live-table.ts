import { createLogUpdate } from "log-update";
import { outliveReader, writeProgress } from "./streams";

/** Fast enough to look alive. */
const drawIntervalMs = 250;

/** A table on a terminal that changes in place. */
export interface LiveTable {
  /** Writes a line that stays, above the table. */
  say(text: string): void;
  /** Takes the table away. */
  end(): void;
}

/**
 * Draws a table on standard error, again and again: what it shows may go on while nothing else does, as
 * seconds do, and ten thousand changes at once are drawn once.
 *
 * @param linesOf the lines to show now; as many as the height at most
 */
export function liveTable(linesOf: (height: number) => readonly string[]): LiveTable {
  const { stderr } = process;
  outliveReader(stderr);
  const table = createLogUpdate(stderr);
  const draw = () => {
    // A line that wraps would be two, and the cursor stands in one of its own.
    const lines = linesOf(Math.max(1, (stderr.rows ?? 24) - 1));
    table(lines.map((text) => text.slice(0, stderr.columns ?? 80)).join("\n"));
  };
  const timer = setInterval(draw, drawIntervalMs);
  timer.unref();
  return {
    say: (text) => {
      table.clear();
      writeProgress(text);
      draw();
    },
    end: () => {
      clearInterval(timer);
      table.clear();
      table.done();
    },
  };
}
