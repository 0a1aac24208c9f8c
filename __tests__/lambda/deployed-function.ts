import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { text } from "node:stream/consumers";
import { unzipSync } from "fflate";
import { zippedHandler } from "../../src/constructs/compute/handler-zip";
import { rolloutVariables } from "../../src/systems/test-app/functions/rollout-settings";
import { environment } from "../support/environment";

/** What an invocation came to, and what it wrote. */
export interface Invoked {
  readonly returned?: any;
  readonly thrown?: { readonly name: string; readonly message: string };
  /** Each line of the log, parsed: a line that is no JSON fails the test. */
  readonly log: readonly any[];
  readonly stdout: string;
}

export interface Invocation {
  readonly event: unknown;
  /** For `AWS_ENDPOINT_URL`. */
  readonly url: string;
  readonly remainingMs?: number;
  readonly variables?: NodeJS.ProcessEnv;
}

/** Never to be seen in a log. */
export const credentials = {
  AWS_ACCESS_KEY_ID: "the-access-key-id",
  AWS_SECRET_ACCESS_KEY: "the-secret-access-key",
  AWS_SESSION_TOKEN: "the-session-token",
};

/** The function's zip, unpacked as Lambda does it, and run by Node.js in a process of its own each time. */
export class DeployedFunction implements Disposable {
  private readonly folder = mkdtempSync(path.join(tmpdir(), "test-app-function-"));
  private readonly index = path.join(this.folder, "index.js");
  private readonly running = new Set<ChildProcess>();

  constructor() {
    const { "index.js": code = new Uint8Array() } = unzipSync(
      zippedHandler("lambda/autoupdater.ts"),
    );
    writeFileSync(this.index, code);
  }

  async invoke({ event, url, remainingMs = 900_000, variables }: Invocation): Promise<Invoked> {
    const { settings, names } = environment();
    const child = fork(path.join(__dirname, "invoke.cjs"), [this.index], {
      cwd: this.folder,
      execArgv: [],
      env: {
        ...rolloutVariables(settings),
        ...credentials,
        AWS_REGION: settings.region,
        AWS_LAMBDA_FUNCTION_NAME: names.autoupdaterFunction,
        AWS_ENDPOINT_URL: url,
        ...variables,
      },
      stdio: ["ignore", "pipe", "pipe", "ipc"],
    });
    this.running.add(child);
    const stdout = text(child.stdout as NodeJS.ReadableStream);
    const ended = once(child, "exit");
    child.send({ event, remainingMs });
    const [answer] = await Promise.race([once(child, "message"), ended]);
    await ended; // it ends by itself: nothing is left to wait for
    this.running.delete(child);
    const lines = (await stdout).split("\n").filter((line) => line !== "");
    return { ...answer, log: lines.map((line) => JSON.parse(line)), stdout: await stdout };
  }

  [Symbol.dispose](): void {
    for (const child of this.running) child.kill("SIGKILL");
    rmSync(this.folder, { recursive: true, force: true });
  }
}
