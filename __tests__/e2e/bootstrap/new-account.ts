import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { text } from "node:stream/consumers";
import { account, type Region } from "../../../src/systems/configuration/account";
import { foundationId, regionNamesOf } from "../../../src/systems/foundation/names";
import type { Seen, Step } from "../../src/cli/secret/secret-account";
import { toolPath } from "../../support/external-tools";
import type { CloudFolder } from "../drift/cloud-folder";
import { MotoServer } from "../drift/moto-server";
import type { Program, ProgramEnded } from "../drift/program";
import type { Thing } from "../drift/small-app/code";
import { StandInProject } from "../drift/stand-in";

const terminal = path.join(__dirname, "../../src/cli/secret/terminal.py");

/** What the foundation declares at first; the bucket is there already. */
export const things: Readonly<Record<string, Thing>> = {
  bucket: { adopted: true },
  template: { content: "as written" },
  group: { follows: "template", size: 3 },
};

/** By account; one account after the other is in each, because its start takes longer than most tests. */
const servers = new Map<string, MotoServer>();

/** Nobody's account may trust the stand-in. */
function decideRepository(folder: string): void {
  const file = path.join(folder, "src/systems/configuration/stand-ins.ts");
  const written = readFileSync(file, "utf8");
  writeFileSync(file, written.replace('"example/infrastructure"', '"client/infrastructure"'));
}

/** An account of moto's in which there is nothing yet, and the project whose foundation belongs there. */
export class NewAccount implements AsyncDisposable {
  readonly id;

  private constructor(
    readonly region: Region,
    private readonly moto: MotoServer,
    readonly project: StandInProject,
  ) {
    this.id = foundationId(region);
  }

  /**
   * @param accountId whose credentials the commands have (default: the right account's)
   * @param cdktf whether the cdktf CLI is the real one
   */
  static async open(
    region: Region = "us-east-1",
    accountId: string = account.id,
    cdktf: "real" | "quick" = "quick",
  ) {
    const moto = servers.get(accountId) ?? (await MotoServer.start({ MOTO_ACCOUNT_ID: accountId }));
    servers.set(accountId, moto);
    await moto.reset();
    const { stateBucket } = regionNamesOf(region);
    const opened = new NewAccount(region, moto, StandInProject.withoutBucket(moto, stateBucket));
    if (cdktf === "quick") opened.project.useQuickCdktf();
    decideRepository(opened.project.folder);
    opened.project.write(opened.id, things);
    opened.cloud.create("bucket");
    return opened;
  }

  get cloud(): CloudFolder {
    return this.project.cloud(this.id);
  }

  /** What to write in a shell. */
  command(...args: string[]): string[] {
    return [path.join(this.project.folder, "bin/testapp"), "bootstrap", this.region, ...args];
  }

  /** Starts `bin/testapp bootstrap`; keep it with `await using`. */
  start(args: readonly string[] = ["--yes"], env: NodeJS.ProcessEnv = {}): Program {
    return this.project.startCommand(["bootstrap", this.region, ...args], env);
  }

  /** Runs `bin/testapp bootstrap` to its end. */
  async bootstrap(args?: readonly string[], env?: NodeJS.ProcessEnv): Promise<ProgramEnded> {
    await using program = this.start(args, env);
    return await program.ended;
  }

  /** Runs a line of bash to its end. */
  async shell(line: string) {
    const child = spawn(toolPath("bash"), ["-c", line], {
      cwd: this.project.folder,
      env: this.project.environment,
      stdio: ["ignore", "ignore", "pipe"],
    });
    const ended = once(child, "close");
    const stderr = await text(child.stderr);
    const [status] = await ended;
    return { status, stderr };
  }

  /** The same on a terminal, with some of its streams elsewhere. */
  async onTerminal(
    steps: readonly Step[],
    redirected: readonly ("stdout" | "stderr")[] = [],
  ): Promise<Seen> {
    const child = spawn(toolPath("python3"), [terminal], {
      cwd: this.project.folder,
      env: { ...this.project.environment, TERM: "xterm" },
    });
    child.stdin.end(JSON.stringify({ argv: this.command(), steps, redirected }));
    const ended = once(child, "close");
    const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
    if (stderr !== "") throw new Error(stderr);
    return JSON.parse(stdout);
  }

  /** Asks moto past the program: S3 with GET, or IAM with the body of a POST. */
  async ask(urlPath: string, body = "") {
    const service = body === "" ? "s3" : "iam";
    const answer = await fetch(`${this.moto.url}${urlPath}`, {
      method: body === "" ? "GET" : "POST",
      headers: {
        authorization: `AWS4-HMAC-SHA256 Credential=stand-in/20260101/us-east-1/${service}/aws4_request, SignedHeaders=host, Signature=0`,
        ...(body !== "" && { "content-type": "application/x-www-form-urlencoded" }),
      },
      ...(body !== "" && { body }),
    });
    return { status: answer.status, text: await answer.text() };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.project[Symbol.asyncDispose]();
  }

  /** Once no account is needed any more. */
  static async end(): Promise<void> {
    for (const moto of servers.values()) await moto[Symbol.asyncDispose]();
    servers.clear();
  }
}
