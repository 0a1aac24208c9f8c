import { spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, existsSync, openSync, readFileSync, rmSync } from "node:fs";
import path from "node:path";

export const projectRoot = path.resolve(__dirname, "../..");
const processStatistics = "/proc/self/stat";

/** A command to measure, started in the project's root. */
export interface Command {
  /** As tables and error messages call it; unique. */
  readonly name: string;
  readonly program: string;
  readonly args: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  /** Whether `environment` is all that it gets (default: what this process has, too). */
  readonly isAlone?: boolean;
  /** Of a command that does what it should (default: 0). */
  readonly exitCode?: number;
  /** What an interruption of the benchmark sends to it (default: SIGKILL). */
  readonly stopSignal?: NodeJS.Signals;
}

/** One whole process, from its start to its exit. */
export interface Run {
  readonly wallMilliseconds: number;
  /** Peak resident memory of the process without its children; null where it isn't measured. */
  readonly peakKibibytes: number | null;
  /** Of the process and of its children; null where it isn't measured. */
  readonly processorMilliseconds: number | null;
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
 * @param interruption ends the command with its children, and makes this throw
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
  const environment = { ...command.environment, BENCH_PEAK_MEMORY_FILE: peakFile };
  const { isAlone = false, stopSignal = "SIGKILL" } = command;
  const processorBefore = childrensMilliseconds();
  const start = process.hrtime.bigint();
  const child = spawn(command.program, command.args, {
    cwd: projectRoot,
    env: isAlone ? environment : { ...cleanEnvironment(), ...environment },
    stdio: ["ignore", log, log],
    detached: true, // a process group of its own, so that an interruption reaches npm's children
  });
  const kill = () => child.pid !== undefined && process.kill(-child.pid, stopSignal);
  interruption.addEventListener("abort", kill);
  try {
    const [exitCode, signal] = await once(child, "exit");
    const wallMilliseconds = Number(process.hrtime.bigint() - start) / 1e6;
    const processorAfter = childrensMilliseconds();
    interruption.throwIfAborted();
    if (exitCode !== (command.exitCode ?? 0))
      throw failure(command, exitCode ?? signal, readFileSync(logFile, "utf8"));
    const peakKibibytes = existsSync(peakFile) ? Number(readFileSync(peakFile, "utf8")) : null;
    const processorMilliseconds =
      processorBefore === null || processorAfter === null ? null : processorAfter - processorBefore;
    return { wallMilliseconds, peakKibibytes, processorMilliseconds };
  } finally {
    interruption.removeEventListener("abort", kill);
    closeSync(log);
  }
}

/**
 * What all processes that this one has started, and they in turn, have used of processors until their ends.
 * Linux counts it in hundredths of a second: https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html
 */
function childrensMilliseconds(): number | null {
  if (!existsSync(processStatistics)) return null;
  // The second field is the program's name, which may hold blanks; cutime and cstime are the 16th and 17th.
  const fields = readFileSync(processStatistics, "utf8")
    .replace(/^.*\) /s, "")
    .split(" ");
  return (Number(fields[13]) + Number(fields[14])) * 10;
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
