import { rmSync } from "node:fs";
import type { AcceptedDifference } from "../accepted";
import { judgePlan } from "../judge";
import type { EnvironmentReport } from "../report";
import { type CdktfPlanOptions, cdktfPlan } from "./cdktf-plan";
import { stateOf } from "./plan-file";
import { providerVersions, showPlan } from "./terraform";
import { terraformVariables } from "./variables";
import type { PlanFolder } from "./workspace";

export interface CheckEnvironmentOptions extends CdktfPlanOptions {
  readonly accepted: readonly AcceptedDifference[];
  readonly commit: string | null;
  /** As YYYY-MM-DD. */
  readonly today: string;
  /** Told when planning is done, and reading begins. */
  readonly onPlanned: () => void;
}

/**
 * Plans one environment, reads the plan, and judges it. The plan is deleted, whatever happens.
 *
 * @throws CheckFailure when there is no plan to judge
 */
export async function checkEnvironment(
  environment: string,
  folder: PlanFolder,
  options: CheckEnvironmentOptions,
): Promise<EnvironmentReport> {
  const { accepted, commit, today, signal } = options;
  try {
    await cdktfPlan(environment, folder, options);
    options.onPlanned();
    const commandOptions = { cwd: folder.stack, env: terraformVariables(), signal };
    const plan = await showPlan("plan", commandOptions);
    return {
      ...judgePlan(plan, { environment, accepted, today }),
      commit,
      state: await stateOf(folder.plan),
      providerVersions: await providerVersions(commandOptions),
    };
  } finally {
    rmSync(folder.plan, { force: true });
  }
}
