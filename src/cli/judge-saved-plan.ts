import { readFile } from "node:fs/promises";
import { environmentIds } from "../config/environments";
import { AcceptedDifferencesError, readAcceptedDifferences } from "../drift/accepted";
import { judgePlan } from "../drift/judge";
import { type EnvironmentReport, schemaVersion } from "../drift/report";
import { NoPlanError, readSavedPlan } from "./saved-plan";
import { systemReason } from "./system-reason";

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
    const accepted = acceptedFile === undefined ? [] : await readAccepted(acceptedFile);
    const plan = await readSavedPlan(file);
    return judgePlan(plan, { environment, accepted, today: todayUtc() });
  } catch (error) {
    return errorReport(environment, reasonsFor(error));
  }
}

async function readAccepted(file: string) {
  let text: string;
  try {
    text = await readFile(file, "utf8");
  } catch (error) {
    throw new AcceptedDifferencesError(
      `The list of accepted differences, ${file}, can't be read: ${systemReason(error)}`,
    );
  }
  const differences = readAcceptedDifferences(text);
  const stranger = differences.find(
    ({ environment }) => !environmentIds.some((id) => id === environment),
  );
  if (stranger !== undefined) {
    throw new AcceptedDifferencesError(
      `An accepted difference is of an environment that nobody knows, ${JSON.stringify(stranger.environment)}: write one of ${environmentIds.join(", ")}`,
    );
  }
  return differences;
}

function reasonsFor(error: unknown): string[] {
  if (error instanceof NoPlanError || error instanceof AcceptedDifferencesError) {
    return error.message.split("\n");
  }
  // The message isn't repeated: an engine's own messages may quote the plan, which may hold a secret.
  const { name } = error as Error;
  return [`The plan could not be judged (${name}), which is a defect of testapp: please report it`];
}

function todayUtc(): string {
  return new Date().toISOString().slice(0, "YYYY-MM-DD".length);
}

function errorReport(environment: string | null, reasons: string[]): EnvironmentReport {
  return {
    schemaVersion,
    environment,
    verdict: "ERROR",
    reasons,
    commit: null,
    terraformVersion: null,
    providerVersions: null,
    plannedAt: null,
    state: null,
    planFingerprint: null,
    counts: { drift: 0, pending: 0, stateOnly: 0, destructive: 0, accepted: 0 },
    findings: [],
    accepted: [],
    health: [],
  };
}
