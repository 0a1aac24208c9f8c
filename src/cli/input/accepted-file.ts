import { readFile } from "node:fs/promises";
import { deploymentIds } from "../../estate/deployments";
import {
  type AcceptedDifference,
  AcceptedDifferencesError,
  readAcceptedDifferences,
} from "../../operations/drift/judge/accepted";
import { systemReason } from "../output/system-reason";

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
