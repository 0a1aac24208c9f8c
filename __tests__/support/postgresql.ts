import { execFileSync } from "node:child_process";
import { chmodSync, chownSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { Client } from "pg";
import { Program } from "../e2e/drift/program";
import { until } from "../e2e/drift/until";
import { serverCertificate } from "./certificate";
import { freePort } from "./free-port";
import { toolPath } from "./tools";

/** PostgreSQL refuses to run as root: then it runs as the user `nobody`. */
const user = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};

/**
 * A PostgreSQL server of its own on a free port of 127.0.0.1. It speaks TLS to who asks for it, with a certificate for
 * `localhost`, and believes everybody. Its master user owns the database, and there is RDS's role for logging in with
 * IAM.
 */
export class PostgreSql implements AsyncDisposable {
  readonly host = "localhost";
  readonly database = "tally";
  readonly master = "master";

  private constructor(
    readonly port: number,
    readonly folder: string,
    private program?: Program,
  ) {}

  static async start(): Promise<PostgreSql> {
    const folder = mkdtempSync(path.join(tmpdir(), "postgresql-"));
    const server = new PostgreSql(await freePort(), folder);
    try {
      server.initialize();
      await server.run();
      await server.prepare();
      return server;
    } catch (error) {
      await server[Symbol.asyncDispose]();
      throw error;
    }
  }

  /** File of the authority that has signed its certificate, in PEM. */
  get authority(): string {
    return path.join(this.folder, "ca.pem");
  }

  /** Logs in as the master user to the tally's database, or to another. */
  async connection(database = this.database, as = this.master): Promise<Client> {
    const client = new Client({ host: this.host, port: this.port, database, user: as });
    await client.connect();
    return client;
  }

  /** Makes a further database of the master user's. */
  async create(database: string): Promise<string> {
    const client = await this.connection("postgres", "postgres");
    await client.query(`CREATE DATABASE ${database} OWNER ${this.master}`);
    await client.end();
    return database;
  }

  /** Ends it as a machine that fails does; `run` starts it again with its data. */
  async stop(): Promise<void> {
    await this.program?.[Symbol.asyncDispose]();
  }

  async run(): Promise<void> {
    const args = ["-D", this.data, "-p", String(this.port), "-k", this.folder];
    this.program = new Program(toolPath("postgres"), args, { ...this.place, ...user });
    const { program } = this;
    await until(() => {
      if (program.hasEnded) throw new Error(`postgres ended:\n${program.stderr}`);
      return program.stderr.includes("ready to accept connections") || undefined;
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }

  private get data() {
    return path.join(this.folder, "data");
  }

  private get place() {
    return { cwd: this.folder, env: { PATH: process.env.PATH } };
  }

  private initialize(): void {
    serverCertificate(this.folder, this.host);
    chmodSync(this.folder, 0o755);
    const owned = [this.folder, path.join(this.folder, "server.key")];
    if (user.uid !== undefined) for (const each of owned) chownSync(each, user.uid, user.gid);
    const args = ["-D", this.data, "-U", "postgres", "-A", "trust", "--no-sync", "-E", "UTF8"];
    execFileSync(toolPath("initdb"), args, { ...this.place, ...user, stdio: "pipe" });
    const settings = [
      "listen_addresses = '127.0.0.1'",
      "fsync = off", // nothing here has to outlive the machine
      "ssl = on",
      `ssl_cert_file = '${path.join(this.folder, "server.pem")}'`,
      `ssl_key_file = '${path.join(this.folder, "server.key")}'`,
    ];
    const file = path.join(this.data, "postgresql.conf");
    writeFileSync(file, `${readFileSync(file, "utf8")}\n${settings.join("\n")}\n`);
  }

  private async prepare(): Promise<void> {
    const client = await this.connection("postgres", "postgres");
    await client.query("CREATE ROLE rds_iam");
    await client.query(`CREATE ROLE ${this.master} LOGIN CREATEROLE CREATEDB`);
    // As RDS lets its master user.
    await client.query(`GRANT rds_iam TO ${this.master} WITH ADMIN OPTION`);
    await client.end();
    await this.create(this.database);
  }
}
