import { spawnSync } from "node:child_process";
import {
  cpSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { applicationArgs } from "../../src/operations/terraform/plan/application-args";

const projectRoot = path.resolve(__dirname, "../..");
const parts = ["access", "main.ts", "src", "stacks", "lambda", "bin", "package.json", "cdktf.json"];

/** What a command did. */
export interface Ended {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** The project in a folder of its own, to be changed and run there; packages are those installed here. */
export class ProjectCopy implements Disposable {
  /** @param folder is made when it isn't there (default: a temporary one) */
  constructor(readonly folder = mkdtempSync(path.join(tmpdir(), "test-app-copy-"))) {
    for (const part of parts)
      cpSync(path.join(projectRoot, part), path.join(this.folder, part), { recursive: true });
    symlinkSync(path.join(projectRoot, "node_modules"), path.join(this.folder, "node_modules"));
  }

  /** Replaces a text in an environment's configuration, where it must be. */
  editEnvironment(id: string, from: string, to: string): void {
    const file = path.join(this.folder, "src/systems/test-app/environments.ts");
    const [before = "", after] = readFileSync(file, "utf8").split(`  "${id}": {`);
    if (!after?.includes(from)) throw new Error(`${id} doesn't hold ${from}`);
    writeFileSync(file, `${before}  "${id}": {${after.replace(from, to)}`);
  }

  run(command: string, args: readonly string[], environment: NodeJS.ProcessEnv = {}): Ended {
    return spawnSync(command, args, {
      cwd: this.folder,
      encoding: "utf8",
      env: {
        ...process.env,
        CI: "1",
        TF_CLI_CONFIG_FILE: "/dev/null",
        ...environment,
      },
    });
  }

  /** Runs the application as the cdktf CLI does. */
  synthesize(environment: NodeJS.ProcessEnv = {}): Ended {
    return this.run("node", applicationArgs, environment);
  }

  /** Every file below `cdktf.out`, by path, as text; a zip's bytes in base64. */
  output(): Record<string, string> {
    const folder = path.join(this.folder, "cdktf.out");
    const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) =>
      entry.isFile(),
    );
    return Object.fromEntries(
      files
        .map((entry) => path.join(entry.parentPath, entry.name))
        .sort()
        .map((file) => [
          path.relative(folder, file),
          readFileSync(file, file.endsWith(".zip") ? "base64" : "utf8"),
        ]),
    );
  }

  [Symbol.dispose](): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
