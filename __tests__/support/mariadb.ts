import { randomBytes } from "node:crypto";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Connection } from "mysql2/promise";
import { connect } from "../../src/operations/aws/database/connection";
import type { MasterCredentials } from "../../src/operations/aws/database/master-credentials";
import { Program, succeed } from "../e2e/drift/program";
import { until } from "../e2e/drift/until";
import { serverCertificate } from "./certificate";
import { DOWNLOADS, toolPath } from "./external-tools";
import { freePort } from "./free-port";

/**
 * A MariaDB server of the test's own on a free port of 127.0.0.1, which speaks TLS. It holds
 * the schemas `backoffice` and `other`, and a master user as RDS would have made it.
 */
export class MariaDb implements AsyncDisposable {
  readonly host = "localhost";
  readonly master: MasterCredentials = { username: "master", password: newPassword() };

  private constructor(
    readonly port: number,
    private readonly folder: string,
    private program?: Program,
  ) {}

  /** @param tlsName whom its certificate is for; null: it doesn't speak TLS */
  static async start({ tlsName = "localhost" as string | null } = {}): Promise<MariaDb> {
    const folder = mkdtempSync(path.join(tmpdir(), "test-app-mariadb-"));
    const server = new MariaDb(await freePort(), folder);
    try {
      await server.run(tlsName);
      return server;
    } catch (error) {
      await server[Symbol.asyncDispose]();
      throw error;
    }
  }

  /** The authority that has signed the server's certificate, in PEM. */
  get authority(): string {
    return readFileSync(path.join(this.folder, "ca.pem"), "utf8");
  }

  /** Logs in as the master user, or as another. */
  connection(as: MasterCredentials = this.master): Promise<Connection> {
    return connect(this, as, [this.authority]);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.program?.[Symbol.asyncDispose]();
    rmSync(this.folder, { recursive: true, force: true });
  }

  private async run(tlsName: string | null): Promise<void> {
    const { folder } = this;
    const inFolder = (name: string) => path.join(folder, name);
    const place = { cwd: folder, env: { PATH: process.env.PATH } };
    cpSync(await installation(), inFolder("data"), { recursive: true });
    serverCertificate(folder, tlsName ?? "nobody");
    const { username, password } = this.master;
    const statements = [
      `CREATE USER '${username}'@'%' IDENTIFIED BY '${password}'`,
      `GRANT ALL PRIVILEGES ON *.* TO '${username}'@'%' WITH GRANT OPTION`,
      "CREATE DATABASE backoffice",
      "CREATE DATABASE other",
      "CREATE TABLE other.things (id INT)",
    ];
    writeFileSync(inFolder("init.sql"), statements.map((each) => `${each};\n`).join(""));
    const certificate = [
      `--ssl-cert=${inFolder("server.pem")}`,
      `--ssl-key=${inFolder("server.key")}`,
    ];
    this.program = new Program(
      toolPath("mariadbd"),
      [
        ...options(folder),
        `--datadir=${inFolder("data")}`,
        `--socket=${inFolder("socket")}`,
        "--bind-address=127.0.0.1",
        `--port=${this.port}`,
        `--init-file=${inFolder("init.sql")}`,
        ...(tlsName ? certificate : ["--skip-ssl"]),
      ],
      place,
    );
    const { program } = this;
    await until(() => {
      if (program.hasEnded) throw new Error(`mariadbd ended:\n${program.stderr}`);
      return program.stderr.includes("ready for connections") || undefined;
    });
  }
}

function options(folder: string): string[] {
  return [
    "--no-defaults",
    "--innodb-log-file-size=4M",
    "--innodb-flush-method=nosync", // nothing here has to outlive the machine
    // In a folder that servers share, one that starts deletes the temporary tables of the others.
    `--tmpdir=${folder}`,
    // As root it would refuse to run unless told.
    ...(process.getuid?.() === 0 ? ["--user=root"] : []),
  ];
}

/** A new server's data, made once on this machine: that takes longer than to start a server. */
async function installation(): Promise<string> {
  const { mtimeMs } = statSync(toolPath("mariadbd"));
  const kept = path.join(DOWNLOADS, `mariadb-${mtimeMs}`);
  if (existsSync(kept)) return kept;
  mkdirSync(DOWNLOADS, { recursive: true });
  const folder = mkdtempSync(path.join(DOWNLOADS, "unfinished-"));
  const data = path.join(folder, "data");
  const args = [`--datadir=${data}`, "--auth-root-authentication-method=normal", "--skip-test-db"];
  const place = { cwd: folder, env: { PATH: process.env.PATH } };
  await succeed(new Program(toolPath("mariadb-install-db"), [...options(folder), ...args], place));
  try {
    renameSync(data, kept);
  } catch (error) {
    // Another process was faster.
    if (!existsSync(kept)) throw error;
  }
  rmSync(folder, { recursive: true });
  return kept;
}

/** A password for this run alone. */
export function newPassword(): string {
  return randomBytes(16).toString("hex");
}
