import pLimit from "p-limit";
import { causeOf } from "../report/causes";
import { checkedOutCommit } from "../terraform/commit";
import { CheckFailure, Stopped, throwIfStopped } from "../terraform/failure";
import { projectRoot } from "../terraform/project";
import { committedLockFile, installProviders, lockFileName } from "../terraform/providers";
import { stacksIn, synthesize } from "../terraform/synth";
import { requireTerraform } from "../terraform/terraform";
import { ignoredVariables, terraformVariables } from "../terraform/variables";
import { type PlanFolder, Workspace } from "../terraform/workspace";
import { type CheckEnvironmentOptions, checkEnvironment } from "./check-environment";
import { errorReport } from "./error-report";
import type { AcceptedDifference } from "./judge/accepted";
import type { EnvironmentReport, Verdict } from "./report";

/** What is going on: with all environments, or with one. */
export type Progress =
  | { readonly state: "synthesizing" | "installing providers" }
  | { readonly notice: string }
  | {
      readonly environment: string;
      readonly state: "waiting" | "planning" | "judging" | Verdict;
    };

export interface CheckOptions {
  /** Ids of the environments, which are the stacks' names. */
  readonly environments: readonly string[];
  /** An output of `cdktf synth` that is there already; without it, the app is synthesized. */
  readonly synthesized: string | undefined;
  /** How many environments are planned at the same time. */
  readonly parallel: number;
  /** How long a lock that somebody else holds is waited for, in seconds. */
  readonly lockTimeoutSeconds: number;
  /** How long `cdktf plan` may take for one environment, in seconds. */
  readonly planTimeoutSeconds: number;
  readonly accepted: readonly AcceptedDifference[];
  /** As YYYY-MM-DD. */
  readonly today: string;
  /** Stops everything; a Terraform that runs gives its lock back first. */
  readonly signal: AbortSignal;
  readonly onProgress: (progress: Progress) => void;
}

/**
 * Checks environments: synthesizes once, then plans each with `cdktf plan` in a folder of its own, several at
 * the same time, and judges what was planned. State and cloud stay as they are. Needs Terraform 1.10 or
 * newer, and credentials that may read and may write the lock beside the state.
 *
 * @returns a report on each environment, in their order. Nothing is thrown: where no plan could be made,
 *   the verdict is `ERROR`, with the reasons.
 */
export async function checkEnvironments(options: CheckOptions): Promise<EnvironmentReport[]> {
  const { environments, parallel, signal, onProgress } = options;
  let commit: string | null = null;
  const failed = (environment: string, error: unknown) =>
    errorReport(environment, reasonsOf(error), causeOf(error), commit);
  try {
    commit = await checkedOutCommit(signal);
    using workspace = new Workspace();
    const folders = await prepare(workspace, options);

    const limit = pLimit(parallel);
    const check = async (environment: string) => {
      const report = await planned(environment, folders, commit, options, checkEnvironment).catch(
        (error: unknown) => failed(environment, error),
      );
      onProgress({ environment, state: report.verdict });
      return report;
    };
    for (const environment of environments) onProgress({ environment, state: "waiting" });
    // Awaited here, because the workspace is removed when this block ends.
    return await Promise.all(environments.map((environment) => limit(check, environment)));
  } catch (error) {
    return environments.map((environment) => failed(environment, error));
  }
}

/**
 * Everything that is done once: the folders in which environments can be planned.
 *
 * @throws CheckFailure
 */
export async function prepare(
  workspace: Workspace,
  { environments, synthesized, signal, onProgress }: CheckOptions,
): Promise<ReadonlyMap<string, PlanFolder>> {
  await requireTerraform({ cwd: projectRoot(), env: terraformVariables(), signal });
  for (const notice of notices()) onProgress({ notice });
  if (synthesized === undefined) {
    onProgress({ state: "synthesizing" });
    await synthesize(workspace.synthesized, signal);
  }
  const output = synthesized ?? workspace.synthesized;
  const stacks = await stacksIn(output);
  const folders = new Map(
    environments
      .filter((id) => stacks.includes(id))
      .map((id) => [id, workspace.planFolder(id, output)]),
  );
  onProgress({ state: "installing providers" });
  const onWaiting = () => onProgress({ notice: "Waiting: another process installs providers" });
  await installProviders([...folders.values()], signal, onWaiting);
  return folders;
}

/**
 * Plans one environment within its time limit.
 *
 * @param plan what plans it, and says something of it
 * @throws CheckFailure
 */
export async function planned<Said>(
  environment: string,
  folders: ReadonlyMap<string, PlanFolder>,
  commit: string | null,
  options: CheckOptions,
  plan: (
    environment: string,
    folder: PlanFolder,
    options: CheckEnvironmentOptions,
  ) => Promise<Said>,
): Promise<Said> {
  const folder = folders.get(environment);
  if (folder === undefined) {
    throw new CheckFailure([`${environment} is not among the stacks that were synthesized`]);
  }
  throwIfStopped(options.signal);
  const { planTimeoutSeconds, signal, onProgress } = options;
  const limit = new AbortController();
  const tooLong = new Stopped(`It took longer than ${planTimeoutSeconds} s (--plan-timeout)`);
  const timer = setTimeout(() => limit.abort(tooLong), planTimeoutSeconds * 1000);
  try {
    onProgress({ environment, state: "planning" });
    return await plan(environment, folder, {
      ...options,
      commit,
      lockFileIsReadOnly: committedLockFile() !== undefined,
      signal: AbortSignal.any([signal, limit.signal]),
      onPlanned: () => onProgress({ environment, state: "judging" }),
    });
  } finally {
    clearTimeout(timer);
  }
}

/** What whoever plans should know beforehand, each in a line. */
export function notices(): string[] {
  const ignored = ignoredVariables();
  return [
    committedLockFile() === undefined
      ? `There is no ${lockFileName}, so nothing proves that the providers are the ones that were reviewed: the README says how to make it, once`
      : "",
    ignored.length > 0
      ? `Not used, because it could falsify the plan or log what it holds: ${ignored.join(", ")}`
      : "",
  ].filter((notice) => notice !== "");
}

/** Why there is no verdict, a line each. */
export function reasonsOf(error: unknown): readonly string[] {
  if (error instanceof CheckFailure) return error.reasons;
  const { name, code, message } = error as NodeJS.ErrnoException;
  // The system's refusal, such as ENOSPC.
  if (code !== undefined) return [`The check could not go on: ${message}`];
  // The message isn't repeated: an engine's own messages may quote the plan, which may hold a secret.
  return [`The check itself failed (${name}), which is a defect of testapp: please report it`];
}
