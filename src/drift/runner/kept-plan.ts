import { errorReport } from "../error-report";
import { type CheckOptions, planned, prepare, reasonsOf } from "./check";
import { type JudgedPlan, judgedPlan } from "./check-environment";
import { checkedOutCommit } from "./commit";
import { Workspace } from "./workspace";

/** A plan that lies in its folder, or the report that says why there is none. */
export type KeptPlan = JudgedPlan | (Pick<JudgedPlan, "report"> & { readonly folder: undefined });

type KeptPlanOptions = Omit<CheckOptions, "environments" | "parallel">;

/**
 * Plans and judges one environment just as a drift check does, and keeps the plan's file until it was used.
 *
 * @param use what is done with the plan, while its file is there
 */
export async function withJudgedPlan<Result>(
  environment: string,
  options: KeptPlanOptions,
  use: (plan: KeptPlan) => Promise<Result>,
): Promise<Result> {
  let workspace: Workspace;
  try {
    workspace = new Workspace();
  } catch (error) {
    return use(withoutPlan(environment, error, null));
  }
  using _ = workspace;
  const plan = await make(workspace, environment, options);
  options.onProgress({ environment, state: plan.report.verdict });
  // Awaited here, because the workspace is removed when this block ends.
  return await use(plan);
}

async function make(
  workspace: Workspace,
  environment: string,
  options: KeptPlanOptions,
): Promise<KeptPlan> {
  const all = { ...options, environments: [environment], parallel: 1 };
  let commit: string | null = null;
  try {
    commit = await checkedOutCommit(options.signal);
    const folders = await prepare(workspace, all);
    return await planned(environment, folders, commit, all, judgedPlan);
  } catch (error) {
    return withoutPlan(environment, error, commit);
  }
}

function withoutPlan(environment: string, error: unknown, commit: string | null): KeptPlan {
  return { report: errorReport(environment, reasonsOf(error), commit), folder: undefined };
}
