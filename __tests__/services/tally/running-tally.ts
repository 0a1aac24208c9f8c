import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { bundle } from "../../../services/bundle";
import { Program, succeed } from "../../e2e/drift/program";
import { PostgreSql } from "../../support/postgresql";
import { RunningService } from "../running-service";

export const serviceNames = ["adder", "display", "reset"] as const;
export type ServiceName = (typeof serviceNames)[number];

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
