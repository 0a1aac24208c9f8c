import { createHash } from "node:crypto";
import { causeOf } from "../report/causes";
import { codeFingerprint } from "../terraform/code-fingerprint";
import { checkedOutCommit } from "../terraform/commit";
import { type PlanFolder, Workspace } from "../terraform/workspace";
import { type CheckOptions, planned, prepare, reasonsOf } from "./check";
import { type CheckEnvironmentOptions, type JudgedPlan, judgedPlan } from "./check-environment";
import { errorReport } from "./error-report";

/** A plan that lies in its folder, or the report that says why there is none. */
export type KeptPlan = JudgedPlan | (Pick<JudgedPlan, "report"> & { readonly folder: undefined });

type KeptPlanOptions = Omit<CheckOptions, "environments" | "parallel">;

/**
 * Plans and judges one environment just as a drift check does, and keeps the plan's file until it was used.
 * The plan's fingerprint is one that can be approved: it covers the synthesized code too.
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
    return await planned(environment, folders, commit, all, judgedWithCode);
  } catch (error) {
    return withoutPlan(environment, error, commit);
  }
}

async function judgedWithCode(
  environment: string,
  folder: PlanFolder,
  options: CheckEnvironmentOptions,
): Promise<JudgedPlan> {
  const code = codeFingerprint(folder.stack);
  const plan = await judgedPlan(environment, folder, options);
  const { planFingerprint } = plan.report;
  if (planFingerprint === null) return plan;
  const both = createHash("sha256")
    .update(JSON.stringify([planFingerprint, code]))
    .digest("hex");
  return { ...plan, report: { ...plan.report, planFingerprint: `sha256:${both}` } };
}

function withoutPlan(environment: string, error: unknown, commit: string | null): KeptPlan {
  const report = errorReport(environment, reasonsOf(error), causeOf(error), commit);
  return { report, folder: undefined };
}
