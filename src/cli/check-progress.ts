import { createLogUpdate } from "log-update";
import { verdicts } from "../drift/report";
import { line } from "../drift/reports/visible";
import type { Progress } from "../drift/runner/check";
import type { LogFormat } from "./log-format";

/** Shows what is going on, on standard error, until it is told to end. */
export interface ProgressView {
  show(progress: Progress): void;
  end(): void;
}

/** A table that changes in place on a terminal, a line per change of state in a log. */
export function progressView(format: LogFormat): ProgressView {
  if (format === "json") return jsonLines();
  const isTerminal = process.stderr.isTTY === true && process.env.TERM !== "dumb";
  return isTerminal ? liveTable() : textLines();
}

function jsonLines(): ProgressView {
  return {
    show: (progress) => write(JSON.stringify({ time: new Date().toISOString(), ...progress })),
    end: () => {},
  };
}

function textLines(): ProgressView {
  const since = stopwatch();
  return {
    show: (progress) => {
      if ("notice" in progress) write(line(progress.notice));
      else if (!("environment" in progress)) write(`${progress.state} …`);
      else write(`${progress.environment}: ${progress.state}${since(progress)}`);
    },
    end: () => {},
  };
}

/** What an environment's state took, once it has ended. */
function stopwatch() {
  const starts = new Map<string, number>();
  return ({ environment, state }: { environment: string; state: string }) => {
    if (state === "planning") starts.set(environment, Date.now());
    const start = starts.get(environment);
    const hasEnded = verdicts.some((verdict) => verdict === state);
    return hasEnded && start !== undefined ? ` (${seconds(start)})` : "";
  };
}

function liveTable(): ProgressView {
  const table = createLogUpdate(process.stderr);
  const rows = new Map<string, { state: string; start: number; took?: string }>();
  const draw = () => {
    const width = Math.max(0, ...[...rows.keys()].map((name) => name.length));
    const lines = [...rows].map(([name, { state, start, took }]) =>
      [name.padEnd(width), state, took ?? seconds(start)].join("  "),
    );
    table(lines.join("\n"));
  };
  // The seconds go on while nothing else does.
  const timer = setInterval(draw, 1000);
  timer.unref();
  return {
    show: (progress) => {
      if ("notice" in progress) {
        table.clear();
        write(line(progress.notice));
      } else {
        const name = "environment" in progress ? progress.environment : "all environments";
        const start = rows.get(name)?.start ?? Date.now();
        const hasEnded = verdicts.some((verdict) => verdict === progress.state);
        const { state } = progress;
        rows.set(name, { state, start, ...(hasEnded ? { took: seconds(start) } : {}) });
        if ("environment" in progress) rows.delete("all environments");
      }
      draw();
    },
    end: () => {
      clearInterval(timer);
      table.clear();
    },
  };
}

function seconds(start: number): string {
  return `${Math.round((Date.now() - start) / 1000)} s`;
}

function write(text: string): void {
  process.stderr.write(`${text}\n`);
}
