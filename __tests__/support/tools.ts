import { accessSync, constants, existsSync, readdirSync } from "node:fs";
import { delimiter, resolve } from "node:path";

/** The virtual environment that python-tools.ts fills from requirements.txt. */
export const VENV = resolve(__dirname, "../../.venv");

/** The virtual environment of policy/requirements.txt. */
export const CHECKOV = resolve(__dirname, "../../.venv-checkov");

/** Where groovy.ts puts the Groovy that Jenkins has. */
export const DOWNLOADS = resolve(__dirname, "../../node_modules/.cache/test-tools");

const FROM_REQUIREMENTS =
  "install Python 3.11 or newer with venv and run the tests again (requirements.txt)";

/** Where to get each tool that a test may need. */
const HOW_TO_GET = {
  actionlint: "install the package golang-go and run the tests again (actionlint.ts)",
  bash: "install the package bash",
  buildah: "install the package buildah",
  elasticmq: "install the package maven and run the tests again (elasticmq/pom.xml)",
  chromium: "install the packages chromium and fonts-dejavu-core",
  curl: "install the package curl",
  "mariadb-install-db": "install the package mariadb-server",
  mariadbd: "install the package mariadb-server, and have /usr/sbin in PATH",
  initdb: "install the package postgresql",
  postgres: "install the package postgresql",
  flock: "install the package util-linux",
  git: "install the package git",
  "groovy-all.jar": "install the package maven and run the tests again (groovy.ts)",
  java: "install the package default-jre-headless",
  localedef: "install the packages libc-bin and locales",
  mmdebstrap: "install the package mmdebstrap",
  podman: "install the packages podman and crun",
  unshare: "install the package util-linux",
  jq: "install the package jq",
  mkfifo: "install the package coreutils",
  openssl: "install the package openssl",
  python3: "install Python 3.11 or newer with venv",
  terraform: "install Terraform 1.10 or newer, https://developer.hashicorp.com/terraform/install",
  timeout: "install the package coreutils",
  aws: FROM_REQUIREMENTS,
  checkov: FROM_REQUIREMENTS,
  moto_server: FROM_REQUIREMENTS,
  shellcheck: FROM_REQUIREMENTS,
} as const;

/** A program outside npm that a test runs. */
export type Tool = keyof typeof HOW_TO_GET;

/** Where Debian puts the programs of PostgreSQL's server, for each of its versions. */
const postgreSqlVersions = "/usr/lib/postgresql";

/** The absolute path of a program: one that is installed apart, else the first in PATH. */
export function findTool(name: string): string | undefined {
  const versions = existsSync(postgreSqlVersions) ? readdirSync(postgreSqlVersions) : [];
  const installed = [
    resolve(VENV, "bin", name),
    resolve(CHECKOV, "bin", name),
    resolve(DOWNLOADS, name),
    ...versions.map((version) => resolve(postgreSqlVersions, version, "bin", name)),
  ];
  return installed.find(isExecutable) ?? findInPath(name);
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

/** What is missing, and how to get it. */
export function missing(tools: readonly Tool[]): string {
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
