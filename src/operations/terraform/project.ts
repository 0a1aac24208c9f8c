import { createRequire } from "node:module";
import path from "node:path";

const require = createRequire(__filename);

/** A file of this project, by its path from the project's root. */
export function projectFile(file: string): string {
  return require.resolve(`#project/${file}`);
}

/** Where cdktf.json is: the folder that the cdktf CLI works in. */
export function projectRoot(): string {
  return path.dirname(projectFile("cdktf.json"));
}

/** The cdktf CLI, to be run with Node.js. */
export function cdktfCli(): string {
  return require.resolve("cdktf-cli/bundle/bin/cdktf");
}
