import { createHash } from "node:crypto";
import { type EnvironmentReport, errorReport } from "../drift/report";
import { causeOf } from "../report/causes";
import { sensitiveTexts } from "../terraform/diagnosis/sensitive-texts";
import { reasonsOf } from "../terraform/failure";
import { planFolders, planStack } from "../terraform/plan/plan-stacks";
import { checkedOutCommit } from "../terraform/project";
import { type PlanFolder, Workspace } from "../terraform/workspace";
import { codeFingerprint } from "./code-fingerprint";
import type { ApplyOptions } from "./options";

/** A plan that lies in its folder, which holds secrets. */
export interface PlanInFolder {
  readonly report: EnvironmentReport;
  readonly folder: PlanFolder;
  /** Sensitive values of the plan, which nothing that is printed may hold. */
  readonly sensitive: () => readonly string[];
}

/** A plan, or the report that says why there is none. */
export type JudgedPlan =
  | PlanInFolder
  | { readonly report: EnvironmentReport; readonly folder: undefined };

/**
 * Plans and judges a deployment just as a drift check does, and keeps the plan's file until it was used.
 * The plan's fingerprint is one that can be approved: it covers the synthesized code too.
 *
 * @param use what is done with the plan, while its file is there
 */
export async function withJudgedPlan<Result>(
  options: ApplyOptions,
  use: (plan: JudgedPlan) => Promise<Result>,
): Promise<Result> {
  const environment = options.deployment.id;
  let workspace: Workspace;
  try {
    workspace = new Workspace();
  } catch (error) {
    return use(withoutPlan(environment, error, null));
  }
  using _ = workspace;
  const plan = await make(workspace, options);
  options.onProgress({ environment, state: plan.report.verdict });
  // Awaited here, because the workspace is removed when this block ends.
  return await use(plan);
}

async function make(workspace: Workspace, options: ApplyOptions): Promise<JudgedPlan> {
  const { id } = options.deployment;
  let commit: string | null = null;
  try {
    commit = await checkedOutCommit(options.signal);
    const folders = await planFolders(workspace, [id], options);
    const stack = folders.get(id)?.stack;
    // Read before Terraform works in the folder.
    const code = stack === undefined ? "" : codeFingerprint(stack);
    const { folder, json, facts } = await planStack(id, folders, options);
    options.onProgress({ environment: id, state: "looking for additions" });
    const judged = await options.judge(json, id, options.signal);
    const planFingerprint = withCode(judged.planFingerprint, code);
    const report = { ...judged, ...facts, commit, planFingerprint };
    return { report, folder, sensitive: () => sensitiveTexts(json) };
  } catch (error) {
    return withoutPlan(id, error, commit);
  }
}

function withCode(planFingerprint: string | null, code: string): string | null {
  if (planFingerprint === null) return null;
  const both = createHash("sha256")
    .update(JSON.stringify([planFingerprint, code]))
    .digest("hex");
  return `sha256:${both}`;
}

function withoutPlan(id: string, error: unknown, commit: string | null): JudgedPlan {
  const report = errorReport(id, reasonsOf(error), causeOf(error), commit);
  return { report, folder: undefined };
}
