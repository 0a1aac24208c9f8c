import { execa } from "execa";

/** Longest output of a command in characters: of a plan of tens of thousands of resources. */
const outputLimit = 500_000_000;

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
  /** Interrupts the command; its end is awaited. */
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
  const result = await execa(command, args, {
    cwd,
    env,
    extendEnv: false,
    stdin: "ignore",
    detached: true,
    reject: false,
    maxBuffer: outputLimit,
    cancelSignal: signal,
    killSignal: "SIGINT",
  });
  const { exitCode, stdout, stderr, code } = result;
  return { exitCode, stdout, stderr, systemCode: code };
}
