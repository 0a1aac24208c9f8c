import { spawnSync } from "node:child_process";
import { accessSync, constants, mkdirSync } from "node:fs";
import path from "node:path";
import { expect } from "vitest";
import { scripts } from "../../package.json";
import { Folder } from "../src/cli/command-line";
import { pipelineCommands } from "./commands";

const root = path.resolve(__dirname, "../..");
/** On every agent. */
const everywhere = ["git", "mkdir", "node", "rm"];

/** That a script of `sh` is one for the shell, and calls a program that is there. */
export function expectRunnable(script: string): void {
  const { status, stderr } = spawnSync("/bin/sh", ["-n", "-c", script], { encoding: "utf8" });
  expect({ script, status, stderr }).toEqual({ script, status: 0, stderr: "" });

  const [first = "", second = "", third = ""] = script.split(" ");
  if (first === "npm") {
    expect(["ci", ...Object.keys(scripts)]).toContain(second === "run" ? third : second);
  } else if (first.startsWith("bin/")) {
    accessSync(path.join(root, first), constants.X_OK);
    // Its arguments are those of the table, which are tried on the command itself.
    if (first === "bin/testapp") expect(pipelineCommands).toContain(second);
  } else {
    expect(everywhere).toContain(first);
  }
}

/** The exit code of a script in the shell as Jenkins calls it. */
export function endOf(script: string): number | null {
  using folder = new Folder();
  folder.write("script.sh", script);
  return spawnSync("/bin/sh", ["-xe", "script.sh"], { cwd: folder.path }).status;
}

/** What the script that reads a report's fingerprint writes. */
export function fingerprintReadBy(script: string, fingerprint: string): string {
  using folder = new Folder();
  const [, read = "", written = ""] = /"\.\/(\S+)"\).* >(\S+)$/.exec(script) ?? [];
  mkdirSync(path.join(folder.path, path.dirname(read)));
  folder.write(read, { fingerprint });
  spawnSync("/bin/sh", ["-xe", "-c", script], { cwd: folder.path });
  return folder.read(written);
}
