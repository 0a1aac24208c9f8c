import { createLogUpdate } from "log-update";
import type { LogFormat } from "../input/report-options";
import { jsonLine, outliveReader, writeProgress } from "./streams";

/** A step of what is going on, for people. */
export interface Step {
  /** One harmless line. */
  readonly text: string;
  /** What goes on: on a terminal one row, which the next step of the same takes over (default: a line that stays). */
  readonly row?: string;
  /** It goes on no more: the row makes way for a line that stays. */
  readonly hasEnded?: boolean;
  /** What has ended with it: those rows go (default: none). */
  readonly ends?: "all" | readonly string[];
}

/** Shows what is going on, on standard error, until it is told to end. */
export interface ProgressView<Progress> {
  show(progress: Progress): void;
  end(): void;
}

/**
 * The view that suits where standard error goes to: rows that change in place on a terminal, a line a step in a log,
 * and one JSON object a line where that is asked for.
 *
 * @param always what every JSON line says beside
 */
export function progressView<Progress extends object>(
  format: LogFormat,
  stepOf: (progress: Progress) => Step,
  always: object = {},
): ProgressView<Progress> {
  if (format === "json")
    return lines((progress) =>
      jsonLine({ time: new Date().toISOString(), ...always, ...progress }),
    );
  return isTerminal() ? rows(stepOf) : lines((progress) => stepOf(progress).text);
}

/** Whether what changes in place can be shown. */
export function isTerminal(): boolean {
  return process.stderr.isTTY === true && process.env.TERM !== "dumb";
}

function lines<Progress>(textOf: (progress: Progress) => string): ProgressView<Progress> {
  return { show: (progress) => writeProgress(textOf(progress)), end: () => {} };
}

/** Each row with how long it has gone on; of more than there is room for, the first. */
function rows<Progress>(stepOf: (progress: Progress) => Step): ProgressView<Progress> {
  const going = new Map<string, { readonly text: string; readonly since: number }>();
  const { say, end } = liveTable((height) =>
    [...going.values()].slice(0, height).map(({ text, since }) => `${text}  ${seconds(since)}`),
  );
  return {
    show: (progress) => {
      const { text, row, hasEnded = row === undefined, ends = [] } = stepOf(progress);
      for (const ended of ends === "all" ? [...going.keys()] : ends) going.delete(ended);
      if (row !== undefined && !hasEnded) {
        going.set(row, { text, since: going.get(row)?.since ?? Date.now() });
        return;
      }
      if (row !== undefined) going.delete(row);
      say(text);
    },
    end,
  };
}

function seconds(since: number): string {
  return `${Math.round((Date.now() - since) / 1000)} s`;
}

/** Fast enough to look alive. */
const drawIntervalMs = 250;

/** A table on a terminal that changes in place. */
interface LiveTable {
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
function liveTable(linesOf: (height: number) => readonly string[]): LiveTable {
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
