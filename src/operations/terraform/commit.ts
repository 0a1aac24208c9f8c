import { run } from "./processes/processes";
import { projectRoot } from "./project";

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
