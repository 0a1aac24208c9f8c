import path from "node:path";
import { toolPath } from "../../support/tools";
import { Bucket } from "./bucket";
import { Program } from "./program";
import { until } from "./until";

/**
 * An AWS of the test's own, empty, on a free port of 127.0.0.1:
 * https://docs.getmoto.org/en/latest/docs/server_mode.html
 */
export class MotoServer implements AsyncDisposable {
  private constructor(
    readonly url: string,
    private readonly program: Program,
  ) {}

  /** @param env such as `MOTO_ACCOUNT_ID` */
  static async start(env: NodeJS.ProcessEnv = {}): Promise<MotoServer> {
    const script = path.join(__dirname, "moto_server.py");
    const program = new Program(toolPath("python3"), [script], { cwd: __dirname, env });
    // It prints this when it listens.
    const url = await until(() => {
      if (program.hasEnded) throw new Error(`moto_server ended:\n${program.stderr}`);
      return /Running on (http:\S+)/.exec(program.stderr)?.[1];
    });
    return new MotoServer(url, program);
  }

  /** Makes it as empty as at first. */
  async reset(): Promise<void> {
    const answer = await fetch(`${this.url}/moto-api/reset`, { method: "POST" });
    if (!answer.ok) throw new Error(`moto is not reset: ${await answer.text()}`);
  }

  async createBucket(name: string): Promise<Bucket> {
    const bucket = new Bucket(this.url, name);
    await bucket.create();
    return bucket;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.program[Symbol.asyncDispose]();
  }
}
