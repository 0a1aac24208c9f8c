import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { TestProject } from "vitest/node";
import { pluginCache } from "../../src/operations/terraform/variables";
import { findMirror, type ProviderMirror } from "../support/provider-mirror";
import { findTool, type Tool } from "../support/tools";

/** The version for which moto is corrected: another one may ask what moto doesn't answer. */
export const tried = "5.100.0";

const registry = "https://registry.terraform.io";

/** Finds AWS's provider for the suite, or has Terraform download it into its cache. */
export default async function setup({ provide }: TestProject): Promise<void> {
  provide("provider", await findProvider());
}

async function findProvider(): Promise<ProviderMirror | string> {
  const found = findMirror(tried);
  const isNamed = process.env.TESTAPP_PROVIDER_MIRROR !== undefined;
  if (isNamed || (typeof found !== "string" && found.version === tried)) return found;
  const problem = await download();
  return problem ?? findMirror(tried);
}

/** @returns why not */
async function download(): Promise<string | undefined> {
  const terraform = findTool("terraform");
  if (terraform === undefined) return "Terraform is missing";
  try {
    await fetch(`${registry}/.well-known/terraform.json`, { signal: AbortSignal.timeout(5_000) });
  } catch {
    return `AWS's provider ${tried} is in none of the usual folders, and ${registry} can't be reached: TESTAPP_PROVIDER_MIRROR names a folder that holds it`;
  }
  console.error(`Downloading AWS's provider ${tried} into ${pluginCache()}`);
  const folder = mkdtempSync(path.join(tmpdir(), "test-app-provider-"));
  try {
    writeFileSync(path.join(folder, "main.tf.json"), JSON.stringify(requiring(tried)));
    execFileSync(terraform, ["init", "-input=false"], {
      cwd: folder,
      env: { ...process.env, TF_PLUGIN_CACHE_DIR: pluginCache() },
      stdio: ["ignore", "ignore", "pipe"],
    });
    return undefined;
  } catch (error) {
    return `AWS's provider ${tried} could not be downloaded: ${error}`;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The tools that the suite needs beside the provider, and that are missing. */
export function missingTools(): Tool[] {
  const tools: readonly Tool[] = ["terraform", "python3", "moto_server"];
  return tools.filter((name) => findTool(name) === undefined);
}

/** What Terraform reads of a stack that needs nothing but the provider. */
export function requiring(version: string): object {
  return { terraform: { required_providers: { aws: { source: "hashicorp/aws", version } } } };
}
