import { writeFileSync } from "node:fs";
import path from "node:path";
import { reportFolder, synthesizedFolder } from "../../src/operations/pipeline/steps";
import type { StandInProject } from "../e2e/drift/stand-in";

/**
 * Lets people check the stand-in cloud by hand: writes the command for it into the project's root.
 *
 * @param id whose cloud they may change, for example
 * @param thing what they may change in it
 * @returns what to tell them
 */
export function invitation(project: StandInProject, id: string, thing: string): string {
  const { root, folder, environment } = project;
  const script = path.join(root, "drift-check");
  const variables = Object.entries(environment).map(([name, value]) => `${name}=${quoted(value)}`);
  const program = quoted(path.join(folder, "bin/testapp"));
  const synthesized = quoted(path.join(folder, synthesizedFolder));
  writeFileSync(
    script,
    `#!/bin/sh
# What the pipeline calls, with nothing of the caller's environment: drift-check ENV [OPTION...]
exec env -i TERM="\${TERM-dumb}" ${variables.join(" ")} \\
  ${program} drift-check --synthesized ${synthesized} "$@"
`,
    { mode: 0o755 },
  );
  return `The stand-in cloud stays until Ctrl-C, which removes all of it (its state is in the emulated S3, which ends then).
Change a file by hand, such as "size" in it, as somebody does in the AWS console:
  ${project.cloud(id).file(thing)}
and check that environment, in another terminal:
  ${script} ${id}
The reports are in ${path.join(folder, reportFolder)}`;
}

function quoted(text = ""): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
