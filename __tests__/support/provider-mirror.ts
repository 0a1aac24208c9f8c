import { readdirSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import path from "node:path";
import semver from "semver";
import { pluginCache } from "../../src/operations/terraform/variables";

const variable = "TESTAPP_PROVIDER_MIRROR";
const address = "registry.terraform.io/hashicorp/aws";
const fileName = "terraform-provider-aws";
const architecture = process.arch === "x64" ? "amd64" : process.arch;

/** A folder of unpacked providers, with the AWS provider among them. */
export interface ProviderMirror {
  readonly folder: string;
  /** Of the AWS provider, such as `6.25.0`. */
  readonly version: string;
}

/**
 * The mirror that the environment variable `TESTAPP_PROVIDER_MIRROR` names; without it the folders of providers
 * in which Terraform looks by itself, its cache, and where machines have software of their own, looked through for
 * the provider's file. Of several versions of the provider it is the wanted one, or the newest.
 *
 * https://developer.hashicorp.com/terraform/cli/config/config-file#filesystem_mirror
 *
 * @returns why there is none, when there is none
 */
export function findMirror(wanted: string): ProviderMirror | string {
  const named = process.env[variable];
  const mirrors = (named ? [path.resolve(named)] : usualMirrors()).flatMap(versionsIn);
  return (
    mirrors.find(({ version }) => version === wanted) ??
    mirrors.sort((one, other) => semver.compare(one.version, other.version)).at(-1) ??
    `there is no AWS provider in ${named ?? "the usual folders"}: ${variable} names a folder that holds ${address}/VERSION/${platform()}`
  );
}

/** Allows nothing but the mirror; returns the CLI configuration's file. */
export function writeMirrorConfiguration(file: string, { folder }: ProviderMirror): string {
  const method = `filesystem_mirror {\n    path = ${JSON.stringify(folder)}\n  }`;
  writeFileSync(file, `provider_installation {\n  ${method}\n}\n`);
  return file;
}

/** https://developer.hashicorp.com/terraform/cli/config/config-file#implied-local-mirror-directories */
function usualMirrors(): string[] {
  const home = homedir();
  const implied = [
    path.join(home, ".terraform.d/plugins"),
    path.join(home, ".local/share/terraform/plugins"),
    "/usr/local/share/terraform/plugins",
    "/usr/share/terraform/plugins",
  ];
  const own = ["/opt", "/srv", "/usr/local", "/var/lib"].flatMap((folder) => [
    folder,
    ...foldersIn(folder),
    ...foldersIn(folder).flatMap(foldersIn),
  ]);
  return [...implied, pluginCache(), ...own];
}

/** Those for this machine. */
function versionsIn(folder: string): ProviderMirror[] {
  const provider = path.join(folder, address);
  return namesIn(provider)
    .filter((version) => semver.valid(version) !== null)
    .filter((version) =>
      namesIn(path.join(provider, version, platform())).some((name) => name.startsWith(fileName)),
    )
    .map((version) => ({ folder, version }));
}

function foldersIn(folder: string): string[] {
  return namesIn(folder).map((name) => path.join(folder, name));
}

/** Nothing where there is no such folder, or it may not be read. */
function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function platform(): string {
  return `${process.platform}_${architecture}`;
}
