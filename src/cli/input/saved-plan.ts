import { readFile } from "node:fs/promises";
import { buffer } from "node:stream/consumers";
import { deploymentIds, loadDeployment } from "../../estate/deployments";
import {
  type AcceptedDifference,
  AcceptedDifferencesError,
  readAcceptedDifferences,
} from "../../operations/drift/judge/accepted";
import { judgePlan } from "../../operations/drift/judge/judge";
import { type EnvironmentReport, errorReport } from "../../operations/drift/report";
import { exactJson } from "../../operations/report/exact-json";
import { systemReason } from "../output/whole-file";
import { standardStream } from "./arguments";
import { namedBytes, namedObject, namedText, remedy } from "./not-a-plan";

/** Today's date in UTC, as YYYY-MM-DD. */
export function todayUtc(): string {
  return new Date().toISOString().slice(0, "YYYY-MM-DD".length);
}

/** Name of the SSM parameter that says whether an environment's updates are held; undefined where it has none. */
export function updatesParameterOf(environment: string): string | undefined {
  return loadDeployment(environment).release?.updatesParameter;
}

/**
 * The list of accepted differences in a file; none without a file.
 *
 * @throws AcceptedDifferencesError when it can't be read, or names an environment that nobody knows
 */
export async function acceptedDifferences(
  file: string | undefined,
): Promise<readonly AcceptedDifference[]> {
  if (file === undefined) return [];
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
    ({ environment }) => !deploymentIds.some((id) => id === environment),
  );
  if (stranger !== undefined) {
    throw new AcceptedDifferencesError(
      `An accepted difference is of an environment that nobody knows, ${JSON.stringify(stranger.environment)}: write one of ${deploymentIds.join(", ")}`,
    );
  }
  return differences;
}

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
    const updatesParameter = environment === null ? undefined : updatesParameterOf(environment);
    return judgePlan(plan, { environment, accepted, today: todayUtc(), updatesParameter });
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

/** There is no plan to judge; the message says why, and the remedy. */
class NoPlanError extends Error {
  override readonly name = "NoPlanError";
}

/**
 * A saved plan, parsed.
 *
 * @param file what `terraform show -json` printed; `-` is standard input
 * @throws NoPlanError when it can't be read, is no JSON, or holds no object
 */
async function readSavedPlan(file: string): Promise<object> {
  const source = file === standardStream ? "standard input" : file;
  const plan = parsed(await contentOf(file, source), source);
  if (typeof plan !== "object" || plan === null || Array.isArray(plan)) {
    throw new NoPlanError(`${source} holds no plan, which would be a JSON object: ${remedy}`);
  }
  const other = namedObject(plan);
  if (other !== undefined) throw new NoPlanError(`${source} ${other}`);
  return plan;
}

async function contentOf(file: string, source: string): Promise<string> {
  let content: Buffer;
  try {
    content = await (file === standardStream ? buffer(process.stdin) : readFile(file));
  } catch (error) {
    throw new NoPlanError(`${source} can't be read, ${systemReason(error)}: ${remedy}`);
  }
  const other = namedBytes(content);
  if (other !== undefined) throw new NoPlanError(`${source} ${other}`);
  return content.toString("utf8");
}

function parsed(content: string, source: string): unknown {
  try {
    return exactJson(content);
  } catch (error) {
    // The message of JSON.parse isn't repeated: it quotes the text, which may hold a secret.
    const position = /at position \d+/.exec(String(error))?.[0];
    const where = position === undefined ? "" : ` (${position})`;
    const what = content.trim() === "" ? "is empty" : `is no JSON${where}`;
    throw new NoPlanError(`${source} ${namedText(content) ?? `${what}: ${remedy}`}`);
  }
}
