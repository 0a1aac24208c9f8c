import {
  accessSync,
  constants,
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  writeFileSync,
} from "node:fs";
import path from "node:path";
import { lock } from "proper-lockfile";
import * as z from "zod";
import { parsedJson } from "../../report/parsed-json";
import { diagnosed } from "../diagnosis/diagnosis";
import { pause, TerraformFailure, throwIfStopped } from "../failure";
import { run } from "../processes/command";
import { projectRoot } from "../project";
import { endOf, terraformProgram } from "../terraform";
import { pluginCache, terraformVariables } from "../variables";
import { initialisedMark, type PlanFolder } from "../workspace";

export const lockFileName = ".terraform.lock.hcl";

/** The longest that another process's download is waited for, in seconds. */
const waitSeconds = 600;

/** The project's own lock file of the providers; undefined while it isn't committed. */
export function committedLockFile(): string | undefined {
  const file = path.join(projectRoot(), lockFileName);
  return existsSync(file) ? file : undefined;
}

/**
 * Downloads the providers once, and gives every folder the same lock file: the project's own, which stays as
 * it is, or while there is none the one that this download makes. From then on each `terraform init` only
 * links what is in the cache. One process at a time: Terraform unpacks a provider right into the cache, and
 * two that do so at once break it (hashicorp/terraform#31964).
 *
 * A folder alone is then initialised whole, with its state's backend; of several each is so before its own plan. That
 * is done without holding the cache: a bucket that can't be reached concerns nobody else.
 *
 * @param onWaiting told when another process holds the cache
 * @throws TerraformFailure when a provider can't be had, or isn't the one that the lock file names
 */
export async function installProviders(
  folders: readonly PlanFolder[],
  signal: AbortSignal,
  onWaiting: () => void,
): Promise<void> {
  const [first] = folders;
  if (first === undefined) return;
  const committed = committedLockFile();
  if (committed !== undefined) copyFileSync(committed, path.join(first.stack, lockFileName));

  const cache = madePluginCache();
  const release = await alone(cache, signal, onWaiting);
  const isAlone = folders.length === 1;
  try {
    if (!isAlone || !areCached(first, cache))
      await initialise(first, false, committed !== undefined, signal);
  } finally {
    await release();
  }
  if (isAlone) await initialise(first, true, committed !== undefined, signal);
  const made = path.join(first.stack, lockFileName);
  for (const { stack } of folders.slice(1)) copyFileSync(made, path.join(stack, lockFileName));
}

/** Where providers are kept: the home folder, in which an agent's user may not be allowed to write, unless it is set. */
function madePluginCache(): string {
  const cache = pluginCache();
  try {
    mkdirSync(cache, { recursive: true });
    accessSync(cache, constants.W_OK);
    return cache;
  } catch (error) {
    const reason = `Providers can't be kept in ${cache}: ${(error as Error).message}. Let this user write there, or name another folder in TF_PLUGIN_CACHE_DIR`;
    throw new TerraformFailure([reason], "provider-download");
  }
}

/** Holds the cache for this process. The lock of a process that has died is taken over after a minute. */
async function alone(
  cache: string,
  signal: AbortSignal,
  onWaiting: () => void,
): Promise<() => Promise<void>> {
  const lockfilePath = path.join(cache, ".testapp.lock");
  const end = Date.now() + waitSeconds * 1000;
  for (let attempt = 0; Date.now() < end; attempt += 1) {
    try {
      // Who loses the lock, because the machine slept, say, goes on: at worst the cache is filled twice.
      return await lock(cache, { lockfilePath, stale: 60_000, onCompromised: onWaiting });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ELOCKED") throw error;
    }
    if (attempt === 0) onWaiting();
    await pause(500, signal);
  }
  const reason = `Another process has been installing providers into ${cache} for ${waitSeconds} s: wait until it ends, or name another folder in TF_PLUGIN_CACHE_DIR`;
  throw new TerraformFailure([reason], "provider-download");
}

const stackSchema = z.object({
  terraform: z.object({
    required_providers: z.record(z.string(), z.object({ source: z.string(), version: z.string() })),
  }),
});

/**
 * Whether the cache holds the exact versions that a stack requires. Asked while nobody unpacks one, so that what is
 * there is whole.
 *
 * https://developer.hashicorp.com/terraform/language/providers/requirements#source-addresses
 */
function areCached({ stack }: PlanFolder, cache: string): boolean {
  const file = readFileSync(path.join(stack, "cdk.tf.json"), "utf8");
  const read = stackSchema.safeParse(parsedJson(file));
  if (!read.success) return false;
  return Object.values(read.data.terraform.required_providers).every(({ source, version }) => {
    const parts = source.split("/");
    const address = ["registry.terraform.io", "hashicorp"].slice(0, 3 - parts.length).concat(parts);
    return existsSync(path.join(cache, ...address, version));
  });
}

async function initialise(
  folder: PlanFolder,
  whole: boolean,
  readOnly: boolean,
  signal: AbortSignal,
): Promise<void> {
  const modes = [...(whole ? [] : ["-backend=false"]), ...(readOnly ? ["-lockfile=readonly"] : [])];
  const args = ["init", "-json", "-input=false", ...modes];
  const variables = terraformVariables();
  const ended = await run(terraformProgram(), args, {
    cwd: folder.stack,
    // Without hashes to compare with, Terraform would download again what is in the cache.
    env: readOnly
      ? variables
      : { ...variables, TF_PLUGIN_CACHE_MAY_BREAK_DEPENDENCY_LOCK_FILE: "1" },
    signal,
  });
  throwIfStopped(signal);
  if (ended.exitCode !== 0)
    throw diagnosed(`terraform init failed (${endOf(ended)})`, `${ended.stdout}\n${ended.stderr}`);
  if (whole) writeFileSync(initialisedMark(folder), "");
}
