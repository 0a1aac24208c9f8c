import { existsSync, readdirSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import path from "node:path";
import semver from "semver";
import { pluginCache } from "../../../src/operations/terraform/variables";

const variable = "TESTAPP_PROVIDER_MIRROR";
const address = "registry.terraform.io/hashicorp/aws";
const architecture = process.arch === "x64" ? "amd64" : process.arch;

/** A folder of unpacked providers, with the AWS provider among them. */
export interface ProviderMirror {
  readonly folder: string;
  /** Of the AWS provider, such as `6.25.0`. */
  readonly version: string;
}

/**
 * The mirror that the environment variable `TESTAPP_PROVIDER_MIRROR` names; without it the folder of providers
 * in which Terraform looks by itself, or its cache. Of several versions of the provider it is the wanted one, or
 * the newest.
 *
 * https://developer.hashicorp.com/terraform/cli/config/config-file#filesystem_mirror
 *
 * @returns why there is none, when there is none
 */
export function findMirror(wanted: string): ProviderMirror | string {
  const named = process.env[variable];
  const folders = named
    ? [path.resolve(named)]
    : [path.join(homedir(), ".terraform.d/plugins"), pluginCache()];
  for (const folder of folders) {
    const versions = versionsIn(folder);
    const version = versions.find((each) => each === wanted) ?? versions.at(-1);
    if (version !== undefined) return { folder, version };
  }
  return `there is no AWS provider in ${folders.join(" or ")}: ${variable} names a folder that holds ${address}/VERSION/${platform()}`;
}

/** Allows nothing but the mirror; returns the CLI configuration's file. */
export function writeMirrorConfiguration(file: string, { folder }: ProviderMirror): string {
  const method = `filesystem_mirror {\n    path = ${JSON.stringify(folder)}\n  }`;
  writeFileSync(file, `provider_installation {\n  ${method}\n}\n`);
  return file;
}

/** Those for this machine, the newest last. */
function versionsIn(mirror: string): string[] {
  const folder = path.join(mirror, address);
  if (!existsSync(folder)) return [];
  const versions = readdirSync(folder).filter(
    (name) => semver.valid(name) !== null && existsSync(path.join(folder, name, platform())),
  );
  return semver.sort(versions);
}

function platform(): string {
  return `${process.platform}_${architecture}`;
}
