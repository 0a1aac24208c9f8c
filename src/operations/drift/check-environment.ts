import { rmSync } from "node:fs";
import { type CdktfPlanOptions, cdktfPlan } from "../terraform/cdktf-plan";
import { stateOf } from "../terraform/plan-file";
import { sensitiveTexts } from "../terraform/sensitive-texts";
import { providerVersions, showPlan } from "../terraform/terraform";
import { terraformVariables } from "../terraform/variables";
import type { PlanFolder } from "../terraform/workspace";
import type { AcceptedDifference } from "./judge/accepted";
import { judgePlan } from "./judge/judge";
import type { EnvironmentReport } from "./report";

export interface CheckEnvironmentOptions extends CdktfPlanOptions {
  readonly accepted: readonly AcceptedDifference[];
  readonly commit: string | null;
  /** As YYYY-MM-DD. */
  readonly today: string;
  /** Told when planning is done, and reading begins. */
  readonly onPlanned: () => void;
}

/** What a plan says, whose file is still there: it holds secrets. */
export interface JudgedPlan {
  readonly report: EnvironmentReport;
  readonly folder: PlanFolder;
  /** Sensitive values of the plan, which nothing that is printed may hold. */
  readonly sensitive: () => readonly string[];
}

/**
 * Plans one environment, reads the plan, and judges it. The plan's file stays in its folder.
 *
 * @throws CheckFailure when there is no plan to judge
 */
export async function judgedPlan(
  environment: string,
  folder: PlanFolder,
  options: CheckEnvironmentOptions,
): Promise<JudgedPlan> {
  const { accepted, commit, today, signal } = options;
  await cdktfPlan(environment, folder, options);
  options.onPlanned();
  const commandOptions = { cwd: folder.stack, env: terraformVariables(), signal };
  const plan = await showPlan("plan", commandOptions);
  const report = {
    ...judgePlan(plan, { environment, accepted, today }),
    commit,
    state: await stateOf(folder.plan),
    providerVersions: await providerVersions(commandOptions),
  };
  return { report, folder, sensitive: () => sensitiveTexts(plan) };
}

/**
 * Plans and judges one environment. The plan is deleted, whatever happens.
 *
 * @throws CheckFailure when there is no plan to judge
 */
export async function checkEnvironment(
  environment: string,
  folder: PlanFolder,
  options: CheckEnvironmentOptions,
): Promise<EnvironmentReport> {
  try {
    return (await judgedPlan(environment, folder, options)).report;
  } finally {
    rmSync(folder.plan, { force: true });
  }
}
