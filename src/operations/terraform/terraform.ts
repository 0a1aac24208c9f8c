import path from "node:path";
import semver from "semver";
import * as z from "zod";
import { exactJson } from "../report/exact-json";
import { parsedJson } from "../report/parsed-json";
import { diagnosed } from "./diagnosis/diagnosis";
import { TerraformFailure, throwIfStopped } from "./failure";
import { type CommandOptions, type Ended, run } from "./processes/command";

/** S3's own locking came with it. */
const oldestTerraform = "1.10.0";
const installation = `install Terraform ${oldestTerraform} or newer: https://developer.hashicorp.com/terraform/install`;

/** The program that is Terraform here; `TERRAFORM_BINARY_NAME` is the cdktf CLI's variable. */
export function terraformProgram(): string {
  const program = process.env.TERRAFORM_BINARY_NAME || "terraform";
  // A path is one from the current folder, in which Terraform won't work.
  return program.includes("/") ? path.resolve(program) : program;
}

const versionSchema = z.object({
  terraform_version: z.string(),
  provider_selections: z.record(z.string(), z.string()).nullish(),
});

/** Terraform, or why there is none that this project can use. */
export type FoundTerraform =
  | { readonly version: string }
  | { readonly problem: string; readonly remedy: string };

/** @throws TerraformFailure once the signal is aborted */
export async function findTerraform(options: CommandOptions): Promise<FoundTerraform> {
  const found = await terraformVersion(options);
  if ("problem" in found) return { ...found, remedy: installation };
  const { terraform_version: version } = found;
  return semver.lt(version, oldestTerraform)
    ? { problem: `Terraform ${version} is too old`, remedy: installation }
    : { version };
}

/**
 * @returns Terraform's version
 * @throws TerraformFailure when Terraform is missing or too old for this project
 */
export async function requireTerraform(options: CommandOptions): Promise<string> {
  const found = await findTerraform(options);
  if ("problem" in found)
    throw new TerraformFailure([`${found.problem}: ${found.remedy}`], "terraform-missing");
  return found.version;
}

/**
 * The exact versions of the providers that an initialised folder uses, by source address.
 * https://developer.hashicorp.com/terraform/cli/commands/version
 */
export async function providerVersions(options: CommandOptions): Promise<Record<string, string>> {
  const found = await terraformVersion(options);
  if ("problem" in found)
    throw new TerraformFailure([`${found.problem}: ${installation}`], "terraform-missing");
  return found.provider_selections ?? {};
}

async function terraformVersion(options: CommandOptions) {
  const ended = await run(terraformProgram(), ["version", "-json"], options);
  throwIfStopped(options.signal);
  if (ended.systemCode !== undefined) {
    const found = ended.systemCode === "ENOENT" ? "was not found" : "could not be started";
    return { problem: `${terraformProgram()} ${found} (${ended.systemCode})` };
  }
  const parsed = versionSchema.safeParse(
    ended.exitCode === 0 ? parsedJson(ended.stdout) : undefined,
  );
  if (!parsed.success || semver.valid(parsed.data.terraform_version) === null) {
    const problem = `${terraformProgram()} version -json doesn't say its version (${endOf(ended)})`;
    return { problem };
  }
  return parsed.data;
}

/**
 * What a saved plan holds, parsed from `terraform show -json`.
 *
 * @throws TerraformFailure when Terraform can't show it
 */
export async function showPlan(planFile: string, options: CommandOptions): Promise<unknown> {
  const ended = await run(terraformProgram(), ["show", "-json", planFile], options);
  throwIfStopped(options.signal);
  try {
    if (ended.exitCode === 0) return exactJson(ended.stdout);
  } catch {
    // The parser's error would quote the plan, which may hold a secret.
  }
  throw diagnosed(
    `The plan was made, but terraform show could not read it (${endOf(ended)})`,
    ended.stderr,
  );
}

/** Such as `exit code 1`. */
export function endOf({ exitCode, systemCode }: Ended): string {
  if (exitCode !== undefined) return `exit code ${exitCode}`;
  return systemCode ?? "ended by a signal";
}
