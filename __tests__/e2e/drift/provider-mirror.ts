import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { toolPath } from "../../support/tools";
import { Program } from "./program";

const source = path.join(__dirname, "folder-provider");
const architecture = process.arch === "x64" ? "amd64" : process.arch;

/** A mirror that holds the folder provider and nothing else, and the process that is forked for each Terraform. */
export class ProviderMirror implements AsyncDisposable {
  /**
   * A CLI configuration that allows nothing but the mirror.
   * https://developer.hashicorp.com/terraform/cli/config/config-file#filesystem_mirror
   */
  readonly configuration: string;
  readonly #program: Program;

  /** @param folder where it is written, and where its processes work */
  constructor(folder: string) {
    const starts = path.join(folder, "provider");
    mkdirSync(starts);
    execFileSync("mkfifo", [path.join(starts, "requests")]);

    const mirror = path.join(folder, "mirror");
    const version = path.join(mirror, "test-app.example/stand-in/folder/1.0.0");
    const platform = path.join(version, `${process.platform}_${architecture}`);
    mkdirSync(platform, { recursive: true });
    const launcher = `#!/bin/sh\nFOLDER='${starts}'\n. '${path.join(source, "start.sh")}'\n`;
    const file = path.join(platform, "terraform-provider-folder_v1.0.0");
    writeFileSync(file, launcher, { mode: 0o755 });

    this.configuration = path.join(folder, "terraform.rc");
    const method = `filesystem_mirror {\n    path = ${JSON.stringify(mirror)}\n  }`;
    writeFileSync(this.configuration, `provider_installation {\n  ${method}\n}\n`);

    // Without -B the checkout would get a __pycache__.
    const args = ["-B", path.join(source, "main.py"), starts];
    this.#program = new Program(toolPath("python3"), args, { cwd: folder, env: {} });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#program[Symbol.asyncDispose]();
  }
}
