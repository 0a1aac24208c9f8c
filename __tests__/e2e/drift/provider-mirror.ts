import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { toolPath } from "../../support/tools";

const main = path.join(__dirname, "folder-provider/main.py");
const architecture = process.arch === "x64" ? "amd64" : process.arch;

/**
 * Writes a mirror that holds the folder provider and nothing else, and a CLI configuration that allows
 * nothing but the mirror; returns the configuration's file.
 * https://developer.hashicorp.com/terraform/cli/config/config-file#filesystem_mirror
 */
export function writeProviderMirror(folder: string): string {
  const mirror = path.join(folder, "mirror");
  const version = path.join(mirror, "test-app.example/stand-in/folder/1.0.0");
  const platform = path.join(version, `${process.platform}_${architecture}`);
  mkdirSync(platform, { recursive: true });
  // Without -B the checkout would get a __pycache__.
  const launcher = `#!/bin/sh\nexec '${toolPath("python3")}' -B '${main}'\n`;
  writeFileSync(path.join(platform, "terraform-provider-folder_v1.0.0"), launcher, { mode: 0o755 });

  const configuration = path.join(folder, "terraform.rc");
  const method = `filesystem_mirror {\n    path = ${JSON.stringify(mirror)}\n  }`;
  writeFileSync(configuration, `provider_installation {\n  ${method}\n}\n`);
  return configuration;
}
