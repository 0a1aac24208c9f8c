import { visible } from "../../operations/report/visible";
import type { LogFormat } from "../input/log-format";
import { writeProgress } from "./streams";

/** Shows what is going on, on standard error, until it is told to end. */
export interface ProgressView<Progress> {
  show(progress: Progress): void;
  end(): void;
}

/** The views for people. */
export interface PeoplesViews<Progress> {
  /** Changes in place. */
  readonly onTerminal: () => ProgressView<Progress>;
  /** A line per change of state. */
  readonly inLog: () => ProgressView<Progress>;
}

/** The view that suits where standard error goes to; one JSON object a line where that is asked for. */
export function progressView<Progress extends object>(
  format: LogFormat,
  { onTerminal, inLog }: PeoplesViews<Progress>,
): ProgressView<Progress> {
  if (format === "json") return lines((progress) => jsonLine({ time: now(), ...progress }));
  const isTerminal = process.stderr.isTTY === true && process.env.TERM !== "dumb";
  return isTerminal ? onTerminal() : inLog();
}

/** A view that writes each step as a line, and never takes one back. */
export function lines<Progress>(textOf: (progress: Progress) => string): ProgressView<Progress> {
  return { show: (progress) => writeProgress(textOf(progress)), end: () => {} };
}

/** JSON leaves some characters as they are that act on a terminal; escaped, they are the same JSON. */
export function jsonLine(entry: object): string {
  return visible(JSON.stringify(entry));
}

function now(): string {
  return new Date().toISOString();
}
