import { execa } from "execa";
import { sendSignal } from "./processes";

/** Longest output of a command in characters: of a plan of tens of thousands of resources. */
const outputLimit = 500_000_000;

/** How long an interrupted command may take before it is killed. */
const graceMs = 10_000;

/** How a command ended. */
export interface Ended {
  /** Undefined when a signal ended it, or when it could not be started. */
  readonly exitCode: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
  /** The system's code when it could not be started, such as ENOENT. */
  readonly systemCode: string | undefined;
}

export interface CommandOptions {
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  /** Interrupts the command and all that it has started; their end is awaited. */
  readonly signal: AbortSignal;
}

/**
 * Runs a command that holds no lock, to its end. It is no member of this process's group: an interrupt from
 * the terminal comes to this process alone, which passes it on.
 */
export async function run(
  command: string,
  args: readonly string[],
  { cwd, env, signal }: CommandOptions,
): Promise<Ended> {
  const child = execa(command, args, {
    cwd,
    env,
    extendEnv: false,
    stdin: "ignore",
    detached: true,
    reject: false,
    maxBuffer: outputLimit,
  });
  const { pid } = child;
  let deadline: NodeJS.Timeout | undefined;
  const stop = () => {
    if (pid === undefined) return;
    sendSignal(-pid, "SIGINT");
    deadline = setTimeout(() => sendSignal(-pid, "SIGKILL"), graceMs);
  };
  signal.addEventListener("abort", stop, { once: true });
  if (signal.aborted) stop();
  const { exitCode, stdout, stderr, code } = await child;
  clearTimeout(deadline);
  signal.removeEventListener("abort", stop);
  return { exitCode, stdout, stderr, systemCode: code };
}
