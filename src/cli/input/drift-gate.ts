import { readFile, stat } from "node:fs/promises";
import { parsedJson } from "../../operations/report/parsed-json";
import { type Gate, judgeGate, refused, ungated } from "../../operations/rollout/gate";
import { checkedOutCommit } from "../../operations/terraform/project";
import { systemReason } from "../output/whole-file";

export interface GateOptions {
  readonly driftReport?: string;
  /** In minutes. */
  readonly driftReportMaxAge: number;
}

/**
 * Whether the drift report that is given allows a rollout of the code that is checked out. What can't be
 * read allows nothing.
 *
 * @param hold who holds updates now, where the check must have met that hold
 */
export async function driftGate(
  environment: string,
  { driftReport: file, driftReportMaxAge }: GateOptions,
  signal: AbortSignal,
  hold?: string | null,
): Promise<Gate> {
  if (file === undefined) return ungated;
  let text: string;
  try {
    // The read of a pipe that nobody writes to can't be broken off, and would hold up the end of the process.
    if (!(await stat(file)).isFile())
      return refused(`The drift report ${file} is not a regular file`);
    text = await readFile(file, { encoding: "utf8", signal });
  } catch (error) {
    return signal.aborted
      ? interrupted
      : refused(`The drift report ${file} can't be read: ${systemReason(error)}`);
  }
  const commit = await checkedOutCommit(signal);
  if (commit === null) {
    return signal.aborted
      ? interrupted
      : refused(
          "Git can't tell which commit is checked out, and the drift report must be of it: run this in a clone of the repository",
        );
  }
  return judgeGate(parsedJson(text), {
    environment,
    commit,
    now: Date.now(),
    maxAgeMinutes: driftReportMaxAge,
    ...(hold !== undefined && { hold }),
  });
}

const interrupted: Gate = {
  open: false,
  reasons: ["It was interrupted, and nothing was sent"],
  cause: "interrupted",
};
