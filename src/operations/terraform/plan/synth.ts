import { readFile } from "node:fs/promises";
import path from "node:path";
import { stripVTControlCharacters } from "node:util";
import * as z from "zod";
import { TerraformFailure, throwIfStopped } from "../failure";
import { run } from "../processes/command";
import { projectRoot } from "../project";
import { endOf } from "../terraform";
import { terraformVariables } from "../variables";
import { applicationArgs } from "./application-args";

/** The longest that synth may take, in seconds; it needs a few. */
const timeLimitSeconds = 300;

/**
 * Synthesizes all stacks as `cdktf synth` does: it runs what cdktf.json names as the application. The CLI's own start
 * would take longer than that.
 *
 * @param output the folder that takes the place of cdktf.out
 * @param root the project's folder (default: this one's)
 * @throws TerraformFailure with what the app said
 */
export async function synthesize(
  output: string,
  signal: AbortSignal,
  root = projectRoot(),
): Promise<void> {
  const limit = AbortSignal.timeout(timeLimitSeconds * 1000);
  const ended = await run(process.execPath, applicationArgs, {
    cwd: root,
    env: { ...terraformVariables(), CDKTF_OUTDIR: output },
    signal: AbortSignal.any([signal, limit]),
  });
  throwIfStopped(signal);
  if (ended.exitCode === 0) return;
  const what = limit.aborted
    ? `took longer than ${timeLimitSeconds} s`
    : `failed (${endOf(ended)})`;
  const hint = root === projectRoot() ? ": npm run synth shows it alone" : "";
  throw new TerraformFailure([`Synth ${what}${hint}`, ...appsWords(ended.stderr)], "synth-failed");
}

/** What the app wrote to standard error. */
function appsWords(stderr: string): string[] {
  const lines = stripVTControlCharacters(stderr)
    .split("\n")
    .map((line) => line.trim());
  return lines.filter((line) => line !== "").slice(0, 30);
}

const manifestSchema = z.object({ stacks: z.record(z.string(), z.unknown()) });

/**
 * The names of the stacks in a synthesized output.
 *
 * @throws TerraformFailure when the folder holds none
 */
export async function stacksIn(output: string): Promise<string[]> {
  const file = path.join(output, "manifest.json");
  try {
    return Object.keys(manifestSchema.parse(JSON.parse(await readFile(file, "utf8"))).stacks);
  } catch {
    throw new TerraformFailure([
      `${output} is no output of cdktf synth: it holds no manifest.json that can be read`,
    ]);
  }
}
