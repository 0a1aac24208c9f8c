import { createRequire } from "node:module";
import path from "node:path";
import { run } from "./processes/command";

const require = createRequire(__filename);

/** A file of this project, by its path from the project's root. */
export function projectFile(file: string): string {
  return require.resolve(`#project/${file}`);
}

/** Where cdktf.json is: the folder that the cdktf CLI works in. */
export function projectRoot(): string {
  return path.dirname(projectFile("cdktf.json"));
}

/** The cdktf CLI: what Node.js is to be started with. */
export function cdktfCli(): readonly string[] {
  const quickStart = projectFile("src/bundling/quick-start.cjs");
  const cli = require.resolve("cdktf-cli/bundle/bin/cdktf");
  return ["--require", quickStart, cli];
}

/**
 * The commit that is checked out, with `-dirty` behind it when tracked files differ from it; null where git
 * can't tell. New files don't count: reports may be written into the checkout.
 */
export async function checkedOutCommit(signal: AbortSignal): Promise<string | null> {
  // Without optional locks git doesn't write its index, which another git may be using.
  const git = (...args: string[]) =>
    run("git", ["--no-optional-locks", ...args], { cwd: projectRoot(), env: process.env, signal });
  const head = await git("rev-parse", "HEAD");
  const status = await git("status", "--porcelain", "--untracked-files=no");
  if (head.exitCode !== 0 || status.exitCode !== 0) return null;
  return status.stdout.trim() === "" ? head.stdout.trim() : `${head.stdout.trim()}-dirty`;
}
