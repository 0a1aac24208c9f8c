import { AcceptedDifferencesError } from "../../operations/drift/judge/accepted";
import { judgePlan } from "../../operations/drift/judge/judge";
import type { EnvironmentReport } from "../../operations/drift/report";
import { errorReport } from "../../operations/drift/report";
import { acceptedDifferences } from "./accepted-file";
import { NoPlanError, readSavedPlan } from "./saved-plan";
import { todayUtc } from "./today";

/**
 * The report on a saved plan. Nothing is thrown: without a plan, or without a list of accepted
 * differences that was asked for, the verdict is `ERROR`, with the reasons.
 *
 * @param file what `terraform show -json` printed; `-` is standard input
 * @param environment the environment that the plan is of, where it is known
 * @param acceptedFile the list of accepted differences
 */
export async function judgeSavedPlan(
  file: string,
  environment: string | null,
  acceptedFile: string | undefined,
): Promise<EnvironmentReport> {
  try {
    const accepted = await acceptedDifferences(acceptedFile);
    const plan = await readSavedPlan(file);
    return judgePlan(plan, { environment, accepted, today: todayUtc() });
  } catch (error) {
    return errorReport(environment, reasonsFor(error));
  }
}

function reasonsFor(error: unknown): string[] {
  if (error instanceof NoPlanError || error instanceof AcceptedDifferencesError) {
    return error.message.split("\n");
  }
  // The message isn't repeated: an engine's own messages may quote the plan, which may hold a secret.
  const { name } = error as Error;
  return [`The plan could not be judged (${name}), which is a defect of testapp: please report it`];
}
