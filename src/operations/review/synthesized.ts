import { mkdir, readFile, symlink } from "node:fs/promises";
import path from "node:path";
import { TerraformFailure, throwIfStopped } from "../terraform/failure";
import { stacksIn, synthesize } from "../terraform/plan/synth";
import { type CommandOptions, type Ended, run } from "../terraform/processes/command";
import { projectRoot } from "../terraform/project";
import { Workspace } from "../terraform/workspace";
import type { Stacks } from "./review";

const lockFile = "package-lock.json";

/** What both states of the project synthesize to. */
export interface Synthesized {
  readonly before: Stacks;
  readonly after: Stacks;
}

/**
 * Synthesizes a revision of git, checked out into a temporary folder, and the project as it is here, at the same time.
 * The revision has the packages that are installed here where it locks the same ones, and else its own.
 *
 * @throws TerraformFailure with what git, npm or the application said
 */
export async function bothSynthesized(base: string, signal: AbortSignal): Promise<Synthesized> {
  using workspace = new Workspace();
  const folder = path.join(workspace.folder, "base");
  const commit = await commitOf(base, signal);
  const before = async () => {
    const root = await checkedOut(commit, folder, signal);
    await withPackages(root, signal);
    return stacksOf(path.join(folder, "cdktf.out"), root, base, signal);
  };
  const after = stacksOf(workspace.synthesized, projectRoot(), "The working tree", signal);
  // Neither is left running when the other fails: it writes to the folder that is removed.
  const [old, now] = await Promise.allSettled([before(), after]);
  if (old.status === "rejected") throw old.reason;
  if (now.status === "rejected") throw now.reason;
  return { before: old.value, after: now.value };
}

async function commitOf(base: string, signal: AbortSignal): Promise<string> {
  const found = await git(
    ["rev-parse", "--verify", "--quiet", "--end-of-options", `${base}^{commit}`],
    signal,
  );
  throwIfStopped(signal);
  if (found.exitCode === 0) return found.stdout.trim();
  throw new TerraformFailure([
    found.systemCode === undefined
      ? `There is no revision ${base} here: name a commit, a tag or a branch, or fetch it first (git fetch origin)`
      : `git can't be started (${found.systemCode}): install it`,
  ]);
}

/**
 * Checks a commit out beside git's own worktrees, with an index of its own: nothing of the repository changes. The tests,
 * half of the files, make no stack.
 *
 * @returns the project's folder in it
 */
async function checkedOut(commit: string, folder: string, signal: AbortSignal): Promise<string> {
  const places = await git(["rev-parse", "--absolute-git-dir", "--show-prefix"], signal);
  const [gitFolder = "", prefix = ""] = places.stdout.split("\n");
  const worktree = path.join(folder, "worktree");
  await mkdir(worktree, { recursive: true });
  const made = await git(
    [
      `--git-dir=${gitFolder}`,
      `--work-tree=${worktree}`,
      // Hooks are for people's own worktrees.
      ...["-c", "core.hooksPath=/dev/null"],
      ...["checkout", "--quiet", commit, "--", prefix === "" ? "." : prefix],
      `:(exclude)${prefix}__tests__`,
    ],
    signal,
    { cwd: worktree, env: { ...process.env, GIT_INDEX_FILE: path.join(folder, "index") } },
  );
  refuseFailure(made, `git can't check ${commit} out`, signal);
  return path.join(worktree, prefix);
}

async function withPackages(root: string, signal: AbortSignal): Promise<void> {
  const [own, other] = await Promise.all(
    [projectRoot(), root].map((folder) => readFile(path.join(folder, lockFile), "utf8")),
  );
  if (own === other) {
    await symlink(path.join(projectRoot(), "node_modules"), path.join(root, "node_modules"));
    return;
  }
  const installed = await run("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund"], {
    cwd: root,
    env: process.env,
    signal,
  });
  refuseFailure(installed, "npm ci can't install the revision's packages", signal);
}

async function stacksOf(
  output: string,
  root: string,
  of: string,
  signal: AbortSignal,
): Promise<Stacks> {
  try {
    await synthesize(output, signal, root);
  } catch (error) {
    if (!(error instanceof TerraformFailure)) throw error;
    throw new TerraformFailure([`${of} can't be synthesized:`, ...error.reasons], error.knownCause);
  }
  const ids = await stacksIn(output);
  const stacks = ids.map(async (id) => {
    const file = path.join(output, "stacks", id, "cdk.tf.json");
    return [id, JSON.parse(await readFile(file, "utf8"))] as const;
  });
  return Object.fromEntries(await Promise.all(stacks));
}

function refuseFailure(ended: Ended, what: string, signal: AbortSignal): void {
  throwIfStopped(signal);
  if (ended.exitCode === 0) return;
  const said = ended.stderr.split("\n").filter((line) => line.trim() !== "");
  throw new TerraformFailure([`${what}:`, ...said.slice(0, 30)]);
}

function git(
  args: readonly string[],
  signal: AbortSignal,
  where: Pick<CommandOptions, "cwd" | "env"> = { cwd: projectRoot(), env: process.env },
): Promise<Ended> {
  return run("git", ["--no-optional-locks", ...args], { ...where, signal });
}
