import { spawn } from "node:child_process";
import { once } from "node:events";
import { explained } from "../drift/runner/diagnosis";
import { CheckFailure, stopReason, throwIfStopped } from "../drift/runner/failure";
import { projectFile } from "../drift/runner/project";
import { terraformProgram } from "../drift/runner/terraform";
import { TerraformProcess } from "../drift/runner/terraform-process";
import { terraformVariables } from "../drift/runner/variables";
import type { PlanFolder } from "../drift/runner/workspace";
import { wasOvertaken } from "./overtaken";

export interface ApplyOptions {
  readonly lockTimeoutSeconds: number;
  /** Interrupts Terraform once; its end is awaited, however long what it has begun may take. */
  readonly signal: AbortSignal;
}

/**
 * Applies the saved plan of a folder, and nothing else.
 *
 * @returns `overtaken` when somebody else was faster, and nothing was applied
 * @throws CheckFailure when it wasn't applied to the end; it says why
 */
export async function applyPlan(
  { stack, control }: PlanFolder,
  { lockTimeoutSeconds, signal }: ApplyOptions,
): Promise<"applied" | "overtaken"> {
  throwIfStopped(signal);
  const terraform = new TerraformProcess(control);
  const lock = `-lock-timeout=${lockTimeoutSeconds}s`;
  const args = ["apply", "-json", "-input=false", lock, "plan"];
  const child = spawn(projectFile("src/drift/runner/terraform.sh"), args, {
    cwd: stack,
    env: {
      ...terraformVariables(),
      TESTAPP_TERRAFORM: terraformProgram(),
      TESTAPP_CONTROL: control,
    },
    // An interrupt from the terminal would reach it too, and a second one ends it with the state locked.
    detached: true,
    stdio: "ignore",
  });
  const interrupt = () => void terraform.interrupt();
  signal.addEventListener("abort", interrupt, { once: true });
  const [code, name] = await once(child, "exit");
  signal.removeEventListener("abort", interrupt);
  if (code === 0) return "applied";

  const log = terraform.log("apply");
  if (wasOvertaken(log)) return "overtaken";
  const stopped = signal.aborted ? [`${stopReason(signal)}; Terraform has ended`] : [];
  const how = code === null ? `ended by ${name}` : `exit code ${code}`;
  throw new CheckFailure([...stopped, ...explained(`terraform apply failed (${how})`, log)]);
}
