import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { toolPath } from "../../../../support/tools";

/** What would change this machine if it were real. */
const STAND_INS = { dnf: "", systemctl: "" };

/** What must be real, and could be handed the password by mistake. */
const WATCHED = ["aws", "curl", "python3", "timeout", "flock"] as const;

/**
 * Fills the folder `tools` that is first in the script's PATH: stand-ins that write down how they were
 * called, and doors to real tools that write down the arguments and environment they were given.
 *
 * @param shortcuts bash text in front of the real tool
 */
export function makeCommands(
  root: string,
  bodies: Readonly<Record<string, string>>,
  shortcuts: Readonly<Record<string, string>> = {},
): void {
  for (const [name, body] of Object.entries({ ...STAND_INS, ...bodies })) {
    makeRecorder(root, join(root, "tools", name), body);
  }
  for (const tool of WATCHED) {
    const record = `cat /proc/$$/cmdline /proc/$$/environ >>${root}/records/${tool}`;
    executable(
      join(root, "tools", tool),
      `${record}\n${shortcuts[tool] ?? ""}\nexec ${toolPath(tool)} "$@"`,
    );
  }
}

/** A stand-in that adds its name and arguments to the file `calls`, then does what the body says. */
export function makeRecorder(root: string, path: string, body = ""): void {
  executable(path, `echo "\${0##*/} $*" >>${root}/calls\n${body}`);
}

function executable(path: string, text: string): void {
  writeFileSync(path, `#!/bin/bash\n${text}\n`, { mode: 0o755 });
}
