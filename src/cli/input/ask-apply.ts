import input from "@inquirer/input";
import type { Answer } from "../../operations/apply/decision";
import type { EnvironmentReport } from "../../operations/drift/report";
import { isPromptEnd } from "./prompt-end";

/**
 * Asks whether a plan may be applied, on standard error, since a result goes to standard output. Where it
 * deletes something, the environment's name has to be written, which nobody does by habit.
 */
export async function askToApply(plan: EnvironmentReport, signal: AbortSignal): Promise<Answer> {
  const { environment, counts } = plan;
  const word = counts.destructive > 0 ? `${environment}` : "yes";
  const what =
    counts.destructive > 0
      ? `This deletes (${counts.destructive} destructive). Write ${word} to apply it:`
      : `Write ${word} to apply it to ${environment}:`;
  // A prompt that begins with an aborted signal would leave the terminal without echo.
  if (signal.aborted) return "interrupted";
  try {
    const answer = await input({ message: what }, { output: process.stderr, signal });
    return answer.trim() === word ? "yes" : "no";
  } catch (error) {
    if (isPromptEnd(error)) return "interrupted";
    throw error;
  }
}
