import path from "node:path";
import { Program } from "../e2e/drift/program";
import { until } from "../e2e/drift/until";
import { toolPath } from "../support/tools";
import type { Request } from "./recorded-calls";

/** A call of boto3: a client's name, a method's, and its parameters. */
export type Call = readonly [
  service: string,
  operation: string,
  parameters: Readonly<Record<string, unknown>>,
];

/** An emulated AWS in a process of its own. It says what AWS says: `cloud/corrections.py`. */
export class Cloud implements AsyncDisposable {
  private constructor(
    readonly url: string,
    private readonly process: Program | undefined,
  ) {}

  /** One in which is what the stacks look up. */
  static async start(synthesized: string, account: string): Promise<Cloud> {
    const folder = path.join(__dirname, "cloud");
    const env = {
      PATH: process.env.PATH,
      MOTO_ACCOUNT_ID: account,
      MOTO_IAM_LOAD_MANAGED_POLICIES: "true",
      AWS_ACCESS_KEY_ID: "provider",
      AWS_SECRET_ACCESS_KEY: "provider",
    };
    const args = ["-B", path.join(folder, "cloud.py"), synthesized];
    const program = new Program(toolPath("python3"), args, { cwd: folder, env });
    const url = await until(() => {
      if (program.hasEnded) throw new Error(`The emulated AWS ended:\n${program.stderr}`);
      return /Running on (http:\S+)/.exec(program.stdout)?.[1];
    });
    return new Cloud(url, program);
  }

  /** The same AWS once more, as it is now. It ends with this one. */
  async fork(): Promise<Cloud> {
    return new Cloud(await this.#ask("fork", {}), undefined);
  }

  /** Does what somebody does by hand. */
  async byHand(region: string, [service, operation, parameters]: Call): Promise<void> {
    await this.#ask("by-hand", { service, operation, region, parameters });
  }

  /** Every kind of request that it was asked, by hand left out; a fork tells its own alone. */
  async requests(): Promise<readonly Request[]> {
    return JSON.parse(await this.#ask("requests", {}));
  }

  async #ask(what: string, body: object): Promise<string> {
    const response = await fetch(`${this.url}/test/${what}`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    });
    const said = await response.text();
    if (!response.ok) throw new Error(`${what} failed:\n${said}`);
    return said;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.process === undefined) await this.#ask("end", {}).catch(() => {});
    await this.process?.[Symbol.asyncDispose]();
  }
}
