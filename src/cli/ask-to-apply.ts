import confirm from "@inquirer/confirm";
import { BootstrapFailure } from "../bootstrap/failure";
import { stopReason } from "../drift/runner/failure";

/**
 * Whether to apply the plan that was shown; no is what Enter alone says. It asks on standard error.
 *
 * @throws BootstrapFailure when it is ended by a signal, Ctrl-C or Ctrl-D
 */
export async function askToApply(signal: AbortSignal): Promise<boolean> {
  // A prompt that begins with an aborted signal would leave the terminal without echo.
  if (signal.aborted) throw interrupted(signal);
  try {
    return await confirm(
      { message: "Apply this plan?", default: false },
      { output: process.stderr, signal },
    );
  } catch (error) {
    const { name } = error as Error;
    if (name === "ExitPromptError" || name === "AbortPromptError") throw interrupted(signal);
    throw error;
  }
}

function interrupted(signal: AbortSignal): BootstrapFailure {
  return new BootstrapFailure("interrupted", [
    signal.aborted ? stopReason(signal) : "Ctrl-C or Ctrl-D",
  ]);
}
