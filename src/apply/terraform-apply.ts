import { spawn } from "node:child_process";
import { mkdirSync } from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { projectFile } from "../drift/runner/project";
import { terraformProgram } from "../drift/runner/terraform";
import { TerraformProcess } from "../drift/runner/terraform-process";
import { terraformVariables } from "../drift/runner/variables";
import type { PlanFolder } from "../drift/runner/workspace";
import { type ApplyEvent, applyEvent } from "./apply-log";

export interface TerraformApplyOptions {
  /** How long Terraform waits for a lock that somebody else holds, in seconds. */
  readonly lockTimeoutSeconds: number;
  /** Interrupts Terraform once; its end is awaited all the same, however long it takes. */
  readonly signal: AbortSignal;
  readonly onEvent: (event: ApplyEvent) => void;
}

/** How Terraform ended, and all that it said. */
export interface TerraformApplied {
  /** The signal where one has ended it: then nobody knows what it has done last. */
  readonly exit: number | NodeJS.Signals;
  readonly log: string;
}

/** Between two looks at what Terraform has said. */
const lookMs = 200;

/** Where terraform.sh writes about an apply, apart from what it wrote about the plan. */
export function applyControl({ control }: PlanFolder): string {
  return path.join(control, "apply");
}

/**
 * Applies the plan file that lies in a folder: this very plan, or nothing. Terraform leads a process group of
 * its own and writes into a file, so it outlives whatever ends this process, and gives its lock back.
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
  const lock = `-lock-timeout=${lockTimeoutSeconds}s`;
  const args = ["apply", "-json", "-input=false", lock, path.basename(folder.plan)];
  const child = spawn(projectFile("src/drift/runner/terraform.sh"), args, {
    cwd: folder.stack,
    env: {
      ...terraformVariables(),
      TESTAPP_TERRAFORM: terraformProgram(),
      TESTAPP_CONTROL: control,
    },
    detached: true,
    stdio: "ignore",
  });
  const ended = new Promise<number | NodeJS.Signals>((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (code, by) => resolve(code ?? by ?? "SIGKILL"));
  });
  // Not awaited: it takes a second, in which Terraform may end.
  const interrupt = () => void terraform.interrupt();
  signal.addEventListener("abort", interrupt, { once: true });
  if (signal.aborted) interrupt();
  try {
    const exit = await followed(ended, terraform, onEvent);
    return { exit, log: terraform.log("apply") };
  } finally {
    signal.removeEventListener("abort", interrupt);
  }
}

/** Tells of each line as it is written, until Terraform has ended. */
async function followed(
  ended: Promise<number | NodeJS.Signals>,
  terraform: TerraformProcess,
  onEvent: (event: ApplyEvent) => void,
): Promise<number | NodeJS.Signals> {
  let told = 0;
  const tell = () => {
    const lines = terraform.log("apply").split("\n").slice(0, -1);
    for (const line of lines.slice(told)) {
      const event = applyEvent(line);
      if (event !== undefined) onEvent(event);
    }
    told = lines.length;
  };
  for (;;) {
    const exit = await Promise.race([ended, sleep(lookMs)]);
    tell();
    if (exit !== undefined) return exit;
  }
}
