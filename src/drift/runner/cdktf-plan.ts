import { existsSync, rmSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { execa } from "execa";
import { explained } from "./diagnosis";
import { CheckFailure, stopReason } from "./failure";
import { cdktfCli, projectFile, projectRoot } from "./project";
import { terraformProgram } from "./terraform";
import { TerraformProcess } from "./terraform-process";
import { terraformVariables } from "./variables";
import type { PlanFolder } from "./workspace";

export interface CdktfPlanOptions {
  /** How long Terraform waits for a lock that somebody else holds, in seconds. */
  readonly lockTimeoutSeconds: number;
  /** Whether the folder's lock file is the project's own, which no `terraform init` may change. */
  readonly lockFileIsReadOnly: boolean;
  /** Interrupts Terraform, which then gives its lock back. */
  readonly signal: AbortSignal;
}

/** How long Terraform may take to end after an interrupt, in seconds. */
const stopLimitSeconds = 120;

/**
 * Plans one environment with `cdktf plan`. When this returns, there is a plan file, and the command that
 * wrote it has ended with 0.
 *
 * The CLI is detached and never signalled: interrupted, it would end at once and leave Terraform to die
 * with the state locked. An interrupt goes to Terraform alone, and its end is awaited.
 *
 * @throws CheckFailure when there is no such plan; it says why
 */
export async function cdktfPlan(
  environment: string,
  folder: PlanFolder,
  options: CdktfPlanOptions,
): Promise<void> {
  const { signal } = options;
  // A command that fails leaves an older plan in its place.
  rmSync(folder.plan, { force: true });
  const terraform = new TerraformProcess(folder.control);
  const cli = startCli(environment, folder, options);
  const stop = stopped(signal, terraform);
  const ended = await Promise.race([cli, stop]);

  // Somebody may have ended the CLI alone.
  if (ended !== undefined && terraform.runningId !== undefined) await terraform.interrupt();
  const id = terraform.runningId;
  if (!(await terraform.hasEnded(ended === undefined ? 0 : stopLimitSeconds))) {
    throw new CheckFailure([
      `Terraform (process ${id}) was interrupted and did not end within ${stopLimitSeconds} s: it may hold the lock of the state as long as it runs`,
    ]);
  }
  if (signal.aborted) throw new CheckFailure([`${stopReason(signal)}; Terraform has ended`]);
  if (ended?.exitCode !== 0) {
    throw new CheckFailure(failureOf(terraform, ended?.exitCode, String(ended?.all ?? "")));
  }
  if (!existsSync(folder.plan)) {
    throw new CheckFailure(["cdktf plan ended well, but wrote no plan file"]);
  }
}

function startCli(environment: string, folder: PlanFolder, options: CdktfPlanOptions) {
  const { lockTimeoutSeconds, lockFileIsReadOnly } = options;
  const args = ["plan", environment, "--skip-synth", "--skip-provider-lock", "--no-color"];
  return execa(process.execPath, [cdktfCli(), ...args, "--output", folder.output], {
    cwd: projectRoot(),
    env: {
      ...terraformVariables(),
      TERRAFORM_BINARY_NAME: projectFile("src/drift/runner/terraform.sh"),
      TESTAPP_TERRAFORM: terraformProgram(),
      TESTAPP_CONTROL: folder.control,
      TF_CLI_ARGS_init: `-json -input=false${lockFileIsReadOnly ? " -lockfile=readonly" : ""}`,
      TF_CLI_ARGS_plan: `-json -input=false -lock-timeout=${lockTimeoutSeconds}s`,
    },
    extendEnv: false,
    stdin: "ignore",
    detached: true,
    reject: false,
    all: true,
  });
}

/** Resolves when Terraform has been interrupted and has used up its time to end; else never. */
async function stopped(signal: AbortSignal, terraform: TerraformProcess): Promise<undefined> {
  if (!signal.aborted) {
    await new Promise((resolve) => signal.addEventListener("abort", resolve, { once: true }));
  }
  await terraform.interrupt();
  await sleep(stopLimitSeconds * 1000, undefined, { ref: false });
}

function failureOf(
  terraform: TerraformProcess,
  exitCode: number | undefined,
  said: string,
): string[] {
  const how = exitCode === undefined ? "ended by a signal" : `exit code ${exitCode}`;
  if (terraform.hasStarted("plan"))
    return explained(`terraform plan failed (cdktf: ${how})`, terraform.log("plan"));
  if (terraform.hasStarted("init"))
    return explained(`terraform init failed (cdktf: ${how})`, terraform.log("init"));
  const what = `cdktf plan failed before it started Terraform (${how})`;
  return explained(what, said, "cdktf");
}
