import { accessSync, constants } from "node:fs";
import { delimiter, resolve } from "node:path";
import { describe, test } from "vitest";

/** The virtual environment that global-setup.ts fills from requirements.txt. */
export const VENV = resolve(__dirname, "../../.venv");

const FROM_REQUIREMENTS =
  "install Python 3.11 or newer with venv and run the tests again (requirements.txt)";

/** Where to get each tool that a test may need. */
const HOW_TO_GET = {
  bash: "install the package bash",
  curl: "install the package curl",
  "mariadb-install-db": "install the package mariadb-server",
  mariadbd: "install the package mariadb-server, and have /usr/sbin in PATH",
  flock: "install the package util-linux",
  git: "install the package git",
  mkfifo: "install the package coreutils",
  openssl: "install the package openssl",
  python3: "install Python 3.11 or newer with venv",
  terraform: "install Terraform 1.10 or newer, https://developer.hashicorp.com/terraform/install",
  timeout: "install the package coreutils",
  aws: FROM_REQUIREMENTS,
  moto_server: FROM_REQUIREMENTS,
  shellcheck: FROM_REQUIREMENTS,
} as const;

/** A program outside npm that a test runs. */
export type Tool = keyof typeof HOW_TO_GET;

/** The absolute path of a program: the virtual environment's, else the first in PATH. */
export function findTool(name: string): string | undefined {
  return [resolve(VENV, "bin", name)].find(isExecutable) ?? findInPath(name);
}

/** The absolute path of the first program of that name in PATH. */
export function findInPath(name: string): string | undefined {
  const folders = (process.env.PATH ?? "").split(delimiter);
  return folders.map((folder) => resolve(folder, name)).find(isExecutable);
}

/** The absolute path of a program that the suite has named as needed. */
export function toolPath(name: Tool): string {
  const path = findTool(name);
  if (path === undefined) {
    throw new Error(missing([name]));
  }
  return path;
}

/**
 * A suite that runs programs from outside npm. Where one is missing, the suite is skipped, and its
 * title and a line on standard error say what is missing and how to get it; with `CI=true` it fails,
 * so that a pipeline never passes without it.
 */
export function describeWithTools(title: string, tools: readonly Tool[], body: () => void): void {
  const lacking = tools.filter((tool) => findTool(tool) === undefined);
  if (lacking.length === 0) {
    describe(title, body);
    return;
  }
  const reason = missing(lacking);
  if (process.env.CI === "true") {
    describe(title, () => {
      test(reason, () => {
        throw new Error(`${reason}. With CI=true that is a failure.`);
      });
    });
    return;
  }
  console.error(`SKIPPED: ${title}: ${reason}`);
  describe.skipIf(lacking.length > 0)(`${title} (SKIPPED: ${reason})`, body);
}

function missing(tools: readonly Tool[]): string {
  return tools.map((tool) => `${tool} is missing: ${HOW_TO_GET[tool]}`).join("; ");
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
