import { readFile } from "node:fs/promises";
import { unzipSync } from "fflate";
import * as z from "zod";
import { Stopped, TerraformFailure, throwIfStopped } from "../failure";
import { projectRoot } from "../project";
import { providerVersions, requireTerraform, showPlan } from "../terraform";
import { terraformVariables } from "../variables";
import type { PlanFolder, Workspace } from "../workspace";
import { cdktfPlan } from "./cdktf-plan";
import { waitingNotices } from "./notices";
import { committedLockFile, installProviders } from "./providers";
import { stacksIn, synthesize } from "./synth";

/** What is going on: with all stacks, or with one, which ends with the verdict on its plan. */
export type PlanProgress =
  | { readonly state: "synthesizing" | "installing providers" }
  | { readonly notice: string }
  | { readonly environment: string; readonly state: string };

export interface PlanOptions {
  /** An output of `cdktf synth` that is there already; without it, the app is synthesized. */
  readonly synthesized: string | undefined;
  /** How long a lock that somebody else holds is waited for, in seconds. */
  readonly lockTimeoutSeconds: number;
  /** How long planning one stack may take, in seconds. */
  readonly planTimeoutSeconds: number;
  /** Stops everything; a Terraform that runs gives its lock back first. */
  readonly signal: AbortSignal;
  readonly onProgress: (progress: PlanProgress) => void;
}

/** A plan, whose file lies in its folder. That and the JSON hold secrets. */
export interface StackPlan {
  readonly folder: PlanFolder;
  /** What `terraform show -json` said, parsed. */
  readonly json: unknown;
  /** What a report says of the plan, and its JSON doesn't hold. */
  readonly facts: {
    readonly state: Awaited<ReturnType<typeof stateOf>>;
    readonly providerVersions: Record<string, string>;
  };
}

/**
 * Everything that is done once: the folders in which stacks can be planned, by id. One that wasn't synthesized
 * has none.
 *
 * @throws TerraformFailure
 */
export async function planFolders(
  workspace: Workspace,
  ids: readonly string[],
  { synthesized, signal, onProgress }: PlanOptions,
): Promise<ReadonlyMap<string, PlanFolder>> {
  await requireTerraform({ cwd: projectRoot(), env: terraformVariables(), signal });
  if (synthesized === undefined) {
    onProgress({ state: "synthesizing" });
    await synthesize(workspace.synthesized, signal);
  }
  const output = synthesized ?? workspace.synthesized;
  const stacks = await stacksIn(output);
  const known = ids.filter((id) => stacks.includes(id));
  const folders = new Map(known.map((id) => [id, workspace.planFolder(id, output)]));
  if (folders.size > 1) await install([...folders.values()], signal, onProgress);
  return folders;
}

async function install(
  folders: readonly PlanFolder[],
  signal: AbortSignal,
  onProgress: PlanOptions["onProgress"],
): Promise<void> {
  onProgress({ state: "installing providers" });
  const onWaiting = () => onProgress({ notice: "Waiting: another process installs providers" });
  await installProviders(folders, signal, onWaiting);
}

/**
 * Plans one stack within its time limit, and reads the plan.
 *
 * @throws TerraformFailure when there is no plan
 */
export async function planStack(
  id: string,
  folders: ReadonlyMap<string, PlanFolder>,
  options: PlanOptions,
): Promise<StackPlan> {
  const folder = folders.get(id);
  if (folder === undefined)
    throw new TerraformFailure([`${id} is not among the stacks that were synthesized`]);
  throwIfStopped(options.signal);
  const { lockTimeoutSeconds, planTimeoutSeconds, onProgress } = options;
  const limit = new AbortController();
  const text = `It took longer than ${planTimeoutSeconds} s (--plan-timeout)`;
  const tooLong = new Stopped(text, "time-limit");
  const timer = setTimeout(() => limit.abort(tooLong), planTimeoutSeconds * 1000);
  const signal = AbortSignal.any([options.signal, limit.signal]);
  try {
    // One that is alone is initialised within its own time limit.
    if (folders.size === 1) await install([folder], signal, onProgress);
    onProgress({ environment: id, state: "planning" });
    using _ = waitingNotices(folder.control, "plan", (text) =>
      onProgress({ notice: `${id}: ${text}` }),
    );
    const lockFileIsReadOnly = committedLockFile() !== undefined;
    await cdktfPlan(id, folder, { lockTimeoutSeconds, lockFileIsReadOnly, signal });
    onProgress({ environment: id, state: "judging" });
    const command = { cwd: folder.stack, env: terraformVariables(), signal };
    return {
      folder,
      json: await showPlan("plan", command),
      facts: {
        state: await stateOf(folder.plan),
        providerVersions: await providerVersions(command),
      },
    };
  } finally {
    clearTimeout(timer);
  }
}

const stateSchema = z.object({ serial: z.int().nonnegative(), lineage: z.string() });

/**
 * Which state a saved plan was made from. `terraform show` leaves it out; the plan file is a ZIP archive
 * that holds the state itself beside the plan. Null where the archive doesn't say so: its format isn't
 * promised to stay.
 *
 * @param file a plan file: it holds secrets, and nothing else of it is read
 */
export async function stateOf(file: string): Promise<z.output<typeof stateSchema> | null> {
  try {
    const archive = await readFile(file);
    const { tfstate } = unzipSync(archive, { filter: ({ name }) => name === "tfstate" });
    const parsed = stateSchema.safeParse(JSON.parse(Buffer.from(tfstate ?? []).toString("utf8")));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}
