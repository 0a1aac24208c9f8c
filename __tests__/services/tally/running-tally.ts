import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { bundle } from "../../../services/bundle";
import { Program, succeed } from "../../e2e/drift/program";
import { until } from "../../e2e/drift/until";
import { freePort } from "../../support/free-port";
import { PostgreSql } from "../../support/postgresql";

export const serviceNames = ["adder", "display", "reset"] as const;
export type ServiceName = (typeof serviceNames)[number];

/** One of the services, as a program of its own that listens on a free port of 127.0.0.1. */
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

/** A database of its own, and the programs as the images hold them. */
export class RunningTally implements AsyncDisposable {
  private constructor(
    readonly database: PostgreSql,
    /** Of each service the folder that its image is made of. */
    readonly folder: string,
  ) {}

  static async prepare(): Promise<RunningTally> {
    const folder = mkdtempSync(path.join(tmpdir(), "tally-"));
    for (const name of serviceNames) await bundle("tally", name, path.join(folder, name));
    return new RunningTally(await PostgreSql.start(), folder);
  }

  /** Where the database is, for a program on the same machine. */
  get databaseVariables() {
    const { host, port, database } = this.database;
    return { DATABASE_HOST: host, DATABASE_PORT: String(port), DATABASE_NAME: database };
  }

  /** Makes the schema and the services' users, as a task does before its service starts. */
  migrate(database = this.database.database): Promise<string> {
    const { master } = this.database;
    const env = {
      ...this.databaseVariables,
      DATABASE_NAME: database,
      DATABASE_MASTER_USER: master,
      DATABASE_MASTER_PASSWORD: "any",
    };
    return succeed(
      new Program(process.execPath, [this.file("display", "migrate")], { cwd: tmpdir(), env }),
    );
  }

  /** @param other variables in place of the right ones */
  start(name: ServiceName, other: NodeJS.ProcessEnv = {}): Promise<RunningService> {
    return RunningService.start(this.file(name), {
      ...this.databaseVariables,
      DATABASE_USER: `tally_${name}`,
      AWS_REGION: "us-east-1",
      ...other,
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.database[Symbol.asyncDispose]();
    if (existsSync(this.folder)) rmSync(this.folder, { recursive: true });
  }

  private file(service: ServiceName, program = "start"): string {
    return path.join(this.folder, service, `${program}.js`);
  }
}
