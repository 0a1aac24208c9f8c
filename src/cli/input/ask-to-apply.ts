import confirm from "@inquirer/confirm";
import { BootstrapFailure } from "../../operations/bootstrap/failure";
import { stopReason } from "../../operations/terraform/failure";
import { writeTo } from "../output/streams";

/**
 * Shows a plan, and asks whether to apply it; no is what Enter alone says. Both are on one stream: who is
 * asked has seen the plan, wherever standard output goes.
 *
 * @throws BootstrapFailure when the plan can't be shown, or when it is ended by a signal, Ctrl-C or Ctrl-D
 */
export async function askToApply(
  plan: string,
  signal: AbortSignal,
  stream: NodeJS.WritableStream = process.stderr,
): Promise<boolean> {
  await show(plan, stream);
  // A prompt that begins with an aborted signal would leave the terminal without echo.
  if (signal.aborted) throw interrupted(signal);
  try {
    return await confirm(
      { message: "Apply this plan?", default: false },
      { output: stream, signal },
    );
  } catch (error) {
    const { name } = error as Error;
    if (name === "ExitPromptError" || name === "AbortPromptError") throw interrupted(signal);
    throw error;
  }
}

async function show(plan: string, stream: NodeJS.WritableStream): Promise<void> {
  try {
    await writeTo(stream, plan);
  } catch (error) {
    const { message } = error as Error;
    throw new BootstrapFailure("notAgreed", [`The plan could not be shown: ${message}`]);
  }
}

function interrupted(signal: AbortSignal): BootstrapFailure {
  return new BootstrapFailure("interrupted", [
    signal.aborted ? stopReason(signal) : "Ctrl-C or Ctrl-D",
  ]);
}
