import { execFileSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import path from "node:path";
import type { Folder } from "./command-line";

/** A repository with one commit, in a folder. */
export interface Repository {
  readonly commit: string;
  /** With these variables the program takes it for the repository that it is in. */
  readonly env: NodeJS.ProcessEnv;
}

/** Makes `repository/` in the folder, with one file, `code`, in its commit. */
export function repositoryIn(folder: Folder): Repository {
  const tree = path.join(folder.path, "repository");
  mkdirSync(tree);
  const git = (...args: string[]) =>
    execFileSync("git", ["-c", "user.name=t", "-c", "user.email=t@example.com", ...args], {
      cwd: tree,
      encoding: "utf8",
      env: { PATH: process.env.PATH, GIT_CONFIG_NOSYSTEM: "1", HOME: tree },
    }).trim();
  git("init", "--quiet");
  folder.write("repository/code", "first");
  git("add", "code");
  git("commit", "--quiet", "--message", "first");
  const env = { GIT_DIR: path.join(tree, ".git"), GIT_WORK_TREE: tree };
  return { commit: git("rev-parse", "HEAD"), env };
}
