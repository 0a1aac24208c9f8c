import { tmpdir } from "node:os";
import { Program } from "../e2e/drift/program";
import { until } from "../e2e/drift/until";
import { freePort } from "../support/free-port";

/** A service as a program of its own that listens on a free port of 127.0.0.1. */
export class RunningService implements AsyncDisposable {
  private constructor(
    readonly program: Program,
    readonly port: number,
  ) {}

  /** Starts it, and waits until it listens; `becomeReady` waits for more. */
  static async start(file: string, variables: NodeJS.ProcessEnv): Promise<RunningService> {
    const port = await freePort();
    const env = { ...variables, HOST: "127.0.0.1", PORT: String(port) };
    const program = new Program(process.execPath, [file], { cwd: tmpdir(), env });
    await until(() => {
      if (program.hasEnded) throw new Error(`${file} ended:\n${program.stdout}${program.stderr}`);
      return program.stdout.includes("Server listening") || undefined;
    });
    return new RunningService(program, port);
  }

  fetch(url: string, init: RequestInit = {}): Promise<Response> {
    return fetch(`http://127.0.0.1:${this.port}${url}`, { redirect: "manual", ...init });
  }

  async becomeReady(): Promise<void> {
    await until(async () => (await this.fetch("/ready")).status === 200 || undefined);
  }

  /** The lines of its log. */
  get log(): Record<string, unknown>[] {
    return this.program.stdout
      .split("\n")
      .filter(Boolean)
      .map((line) => JSON.parse(line));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.program[Symbol.asyncDispose]();
  }
}
