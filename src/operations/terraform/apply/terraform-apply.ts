import { mkdirSync } from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { type Apart, runApart } from "../processes/apart/run-apart";
import { TerraformProcess } from "../processes/terraform-process";
import { projectFile } from "../project";
import { terraformProgram } from "../terraform";
import { terraformVariables } from "../variables";
import { applyControl, type PlanFolder } from "../workspace";
import { type ApplyEvent, applyEvent, type TerraformEnd, terraformEnd } from "./apply-log";

interface TerraformApplyOptions {
  /** How long Terraform waits for a lock that somebody else holds, in seconds. */
  readonly lockTimeoutSeconds: number;
  /** Interrupts Terraform once; its end is awaited all the same, however long it takes. */
  readonly signal: AbortSignal;
  readonly onEvent: (event: ApplyEvent) => void;
}

/** How Terraform ended, and all that it said. */
export interface TerraformApplied {
  readonly exit: TerraformEnd;
  readonly log: string;
  /** What went wrong around it: it was awaited all the same. */
  readonly troubles: readonly string[];
}

/** Between two looks at what Terraform has said. */
const lookMs = 200;

/**
 * Applies the plan file that lies in a folder: this very plan, or nothing. Terraform runs out of reach of
 * whatever ends this process or all processes of a pipeline's step, and writes into files, so it ends what it
 * has begun and gives its lock back. Once it runs, only its end ends this.
 *
 * A saved plan needs no approval of Terraform's own, and one whose state has changed since is refused.
 * https://developer.hashicorp.com/terraform/cli/commands/apply
 */
export async function terraformApply(
  folder: PlanFolder,
  { lockTimeoutSeconds, signal, onEvent }: TerraformApplyOptions,
): Promise<TerraformApplied> {
  const control = applyControl(folder);
  mkdirSync(control, { recursive: true });
  const terraform = new TerraformProcess(control);
  const troubles = new Set<string>();
  const collect = (error: unknown) => troubles.add(`Something went wrong meanwhile: ${error}`);
  const interrupt = () => void terraform.interrupt().catch(collect);
  signal.addEventListener("abort", interrupt, { once: true });
  if (signal.aborted) interrupt();
  try {
    const lock = `-lock-timeout=${lockTimeoutSeconds}s`;
    const args = ["apply", "-json", "-input=false", lock, path.basename(folder.plan)];
    const apart = await runApart(
      [projectFile("src/operations/terraform/processes/terraform.sh"), ...args],
      {
        cwd: folder.stack,
        env: { ...terraformVariables(), TESTAPP_TERRAFORM: terraformProgram() },
        control,
      },
    );
    await hasEnded(apart, terraform, teller(terraform, onEvent), collect);
    const exit = terraformEnd(apart.exitCode, terraform.hasStarted("apply"));
    return { exit, log: terraform.log("apply"), troubles: [...troubles] };
  } finally {
    signal.removeEventListener("abort", interrupt);
  }
}

/** Nothing that fails here may leave a Terraform behind that nobody waits for. */
async function hasEnded(
  apart: Apart,
  terraform: TerraformProcess,
  tell: () => void,
  collect: (error: unknown) => void,
): Promise<void> {
  for (;;) {
    const isRunning = apart.isRunning || terraform.runningId !== undefined;
    try {
      tell();
    } catch (error) {
      collect(error);
    }
    if (!isRunning) return;
    await sleep(lookMs);
  }
}

/** Tells of each line that was written since it was last called. */
function teller(terraform: TerraformProcess, onEvent: (event: ApplyEvent) => void): () => void {
  let told = 0;
  return () => {
    const lines = terraform.log("apply").split("\n").slice(0, -1);
    const news = lines.slice(told);
    told = lines.length;
    for (const line of news) {
      const event = applyEvent(line);
      if (event !== undefined) onEvent(event);
    }
  };
}
