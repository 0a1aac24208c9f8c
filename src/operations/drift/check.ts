import { rmSync } from "node:fs";
import pLimit from "p-limit";
import { causeOf } from "../report/causes";
import { reasonsOf } from "../terraform/failure";
import { notices } from "../terraform/plan/notices";
import { type PlanOptions, planFolders, planStack } from "../terraform/plan/plan-stacks";
import { checkedOutCommit } from "../terraform/project";
import { type PlanFolder, Workspace } from "../terraform/workspace";
import type { LookForAdditions } from "./additions/addition";
import type { AcceptedDifference } from "./judge/accepted";
import { judgePlan } from "./judge/judge";
import type { EnvironmentReport } from "./report";
import { errorReport } from "./report";

interface CheckOptions extends PlanOptions {
  /** Ids of the environments, which are the stacks' names. */
  readonly environments: readonly string[];
  /** How many environments are planned at the same time. */
  readonly parallel: number;
  readonly accepted: readonly AcceptedDifference[];
  /** As YYYY-MM-DD. */
  readonly today: string;
  /** Name of the SSM parameter that says whether an environment's updates are held; undefined where it has none. */
  readonly updatesParameterOf: (environment: string) => string | undefined;
  /** Asks for additions that no plan shows. */
  readonly look: LookForAdditions;
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
  for (const notice of notices()) onProgress({ notice });
  let commit: string | null = null;
  const failed = (environment: string, error: unknown) =>
    errorReport(environment, reasonsOf(error), causeOf(error), commit);
  try {
    commit = await checkedOutCommit(signal);
    using workspace = new Workspace();
    const folders = await planFolders(workspace, environments, options);

    const limit = pLimit(parallel);
    const check = async (environment: string) => {
      const report = await judged(environment, folders, options).then(
        (plan) => ({ ...plan, commit }),
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
 * Plans and judges one environment. The plan is deleted, whatever happens.
 *
 * @throws TerraformFailure when there is no plan to judge
 */
async function judged(
  environment: string,
  folders: ReadonlyMap<string, PlanFolder>,
  options: CheckOptions,
): Promise<EnvironmentReport> {
  const { accepted, today, look, signal, onProgress } = options;
  try {
    const { json, facts } = await planStack(environment, folders, options);
    onProgress({ environment, state: "looking for additions" });
    const looked = await look(json, environment, signal);
    const updatesParameter = options.updatesParameterOf(environment);
    const judged = judgePlan(json, { environment, accepted, today, looked, updatesParameter });
    return { ...judged, ...facts };
  } finally {
    const file = folders.get(environment)?.plan;
    if (file !== undefined) rmSync(file, { force: true });
  }
}
