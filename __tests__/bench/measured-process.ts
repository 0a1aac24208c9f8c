import { spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, existsSync, openSync, readFileSync, rmSync } from "node:fs";
import path from "node:path";

export const projectRoot = path.resolve(__dirname, "../..");

/** A command to measure, started in the project's root. */
export interface Command {
  /** As tables and error messages call it; unique. */
  readonly name: string;
  readonly program: string;
  readonly args: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  /** Of a command that does what it should (default: 0). */
  readonly exitCode?: number;
}

/** One whole process, from its start to its exit. */
export interface Run {
  readonly wallMilliseconds: number;
  /** Peak resident memory of the process without its children; null where it isn't measured. */
  readonly peakKibibytes: number | null;
}

/** A measured command failed, so there is nothing to compare. */
export class MeasurementError extends Error {
  override readonly name = "MeasurementError";
}

/** A command that runs Node.js on a script; unlike other programs', its peak memory is measured. */
export function nodeCommand(
  name: string,
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Command {
  const preload = ["--require", path.join(__dirname, "peak-memory.cjs")];
  return { name, program: process.execPath, args: [...preload, ...args], environment };
}

/**
 * Runs a command once and measures it.
 *
 * @param scratch existing folder for the command's output and peak memory
 * @param interruption kills the command with its children, and makes this throw
 * @throws MeasurementError with what the command printed, when its exit code isn't the expected one
 */
export async function measure(
  command: Command,
  scratch: string,
  interruption: AbortSignal,
): Promise<Run> {
  interruption.throwIfAborted();
  const peakFile = path.join(scratch, "peak-memory");
  const logFile = path.join(scratch, "output.log");
  rmSync(peakFile, { force: true });

  // A file, not a pipe: a child of the command that outlives it would hold a pipe open.
  const log = openSync(logFile, "w");
  const start = process.hrtime.bigint();
  const child = spawn(command.program, command.args, {
    cwd: projectRoot,
    env: { ...cleanEnvironment(), ...command.environment, BENCH_PEAK_MEMORY_FILE: peakFile },
    stdio: ["ignore", log, log],
    detached: true, // a process group of its own, so that an interruption reaches npm's children
  });
  const kill = () => child.pid !== undefined && process.kill(-child.pid, "SIGKILL");
  interruption.addEventListener("abort", kill);
  try {
    const [exitCode, signal] = await once(child, "exit");
    const wallMilliseconds = Number(process.hrtime.bigint() - start) / 1e6;
    interruption.throwIfAborted();
    if (exitCode !== (command.exitCode ?? 0))
      throw failure(command, exitCode ?? signal, readFileSync(logFile, "utf8"));
    const peakKibibytes = existsSync(peakFile) ? Number(readFileSync(peakFile, "utf8")) : null;
    return { wallMilliseconds, peakKibibytes };
  } finally {
    interruption.removeEventListener("abort", kill);
    closeSync(log);
  }
}

/** Without what npm and Node.js's loaders hand down, which a command typed in a shell doesn't have. */
function cleanEnvironment(): NodeJS.ProcessEnv {
  const inherited = Object.entries(process.env).filter(
    ([name]) => !/^npm_/i.test(name) && name !== "NODE_OPTIONS" && name !== "NODE_COMPILE_CACHE",
  );
  return Object.fromEntries(inherited);
}

function failure({ name, program, args }: Command, exit: string | number, output: string): Error {
  return new MeasurementError(
    `${name} failed (${exit}): ${[program, ...args].join(" ")}\n${output.trim()}`,
  );
}
