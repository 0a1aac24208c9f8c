import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, existsSync, openSync, readFileSync, rmSync } from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { causeOf } from "../../report/causes";
import { diagnosed } from "../diagnosis/diagnosis";
import { isDevelopmentOverride } from "../diagnosis/diagnostics";
import { isLockInPassing } from "../diagnosis/locks";
import { pause, stopReason, TerraformFailure } from "../failure";
import { TerraformProcess } from "../processes/terraform-process";
import { cdktfCli, projectFile, projectRoot } from "../project";
import { terraformProgram } from "../terraform";
import { terraformVariables } from "../variables";
import type { PlanFolder } from "../workspace";

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
/** Before a lock in passing is asked for again. */
const passingMs = 1000;

/**
 * Plans one environment with `cdktf plan`. When this returns, there is a plan file, and the command that
 * wrote it has ended with 0.
 *
 * The CLI is detached and never signalled: interrupted, it would end at once and leave Terraform to die
 * with the state locked. An interrupt goes to Terraform alone, and its end is awaited.
 *
 * Terraform doesn't wait for a lock that is only in passing. It has planned nothing then, and is started again as
 * long as it may wait for a lock.
 *
 * @throws TerraformFailure when there is no such plan; it says why
 */
export async function cdktfPlan(
  environment: string,
  folder: PlanFolder,
  options: CdktfPlanOptions,
): Promise<void> {
  for (let end: number | undefined; ; await pause(passingMs, options.signal)) {
    try {
      return await planOnce(environment, folder, options);
    } catch (error) {
      const log = new TerraformProcess(folder.control).log("plan");
      if (options.signal.aborted || !isLockInPassing(log)) throw error;
      // Counted from here, so that it is asked for again however long the first plan took to begin.
      end ??= Date.now() + options.lockTimeoutSeconds * 1000;
      if (Date.now() >= end) throw error;
    }
  }
}

async function planOnce(
  environment: string,
  folder: PlanFolder,
  options: CdktfPlanOptions,
): Promise<void> {
  const { signal } = options;
  // A command that fails leaves an older plan in its place.
  rmSync(folder.plan, { force: true });
  const terraform = new TerraformProcess(folder.control);
  terraform.removeLogs();
  const said = path.join(folder.control, "cdktf.log");
  const cli = startCli(environment, folder, options, said);
  const waiting = new AbortController();
  const exit = await Promise.race([exitOf(cli), stopLimit(signal, terraform, waiting.signal)]);
  waiting.abort();

  // Somebody may have ended the CLI alone.
  if (exit !== "over" && terraform.runningId !== undefined) await terraform.interrupt();
  const why = signal.aborted ? stopReason(signal) : "cdktf has ended before Terraform";
  const cause = causeOf(signal.reason) ?? "interrupted";
  const id = terraform.runningId;
  if (!(await terraform.hasEnded(exit === "over" ? 0 : stopLimitSeconds))) {
    // This process may end before them.
    cli.unref();
    const still = `Terraform (process ${id}) was interrupted and did not end within ${stopLimitSeconds} s`;
    const reason = `${why}; ${still}: it may hold the lock of the state as long as it runs`;
    throw new TerraformFailure([reason], cause);
  }
  if (signal.aborted || exit === "over")
    throw new TerraformFailure([`${why}; Terraform has ended`], cause);
  if (exit !== 0) throw failureOf(terraform, exit, readFileSync(said, "utf8"));
  if (isDevelopmentOverride(terraform.log("plan"))) {
    throw new TerraformFailure([
      "Terraform planned with a provider of somebody's own making: take dev_overrides out of the CLI configuration",
    ]);
  }
  if (!existsSync(folder.plan)) {
    throw new TerraformFailure(["cdktf plan ended well, but wrote no plan file"]);
  }
}

/** The CLI's exit code, or the signal that has ended it. */
type CliExit = number | NodeJS.Signals;

/** Starts the CLI; what it says goes to a file, which stays open when this process ends before it. */
function startCli(
  environment: string,
  folder: PlanFolder,
  { lockTimeoutSeconds, lockFileIsReadOnly }: CdktfPlanOptions,
  said: string,
): ChildProcess {
  const args = ["plan", environment, "--skip-synth", "--skip-provider-lock", "--no-color"];
  const output = openSync(said, "w");
  const cli = spawn(process.execPath, [...cdktfCli(), ...args, "--output", folder.output], {
    cwd: projectRoot(),
    env: {
      ...terraformVariables(),
      TERRAFORM_BINARY_NAME: projectFile("src/operations/terraform/processes/terraform.sh"),
      TESTAPP_TERRAFORM: terraformProgram(),
      TESTAPP_CONTROL: folder.control,
      TF_CLI_ARGS_init: `-json -input=false${lockFileIsReadOnly ? " -lockfile=readonly" : ""}`,
      TF_CLI_ARGS_plan: `-json -input=false -lock-timeout=${lockTimeoutSeconds}s`,
    },
    detached: true,
    stdio: ["ignore", output, output],
  });
  closeSync(output);
  return cli;
}

function exitOf(cli: ChildProcess): Promise<CliExit> {
  return new Promise((resolve, reject) => {
    cli.once("error", reject);
    cli.once("exit", (code, signal) => resolve(code ?? signal ?? "SIGKILL"));
  });
}

/**
 * Interrupts Terraform when the check is stopped, and resolves when Terraform's time to end is over.
 *
 * @param waiting ends the waiting, with an AbortError
 */
async function stopLimit(
  signal: AbortSignal,
  terraform: TerraformProcess,
  waiting: AbortSignal,
): Promise<"over"> {
  if (!signal.aborted) {
    await new Promise((resolve) => signal.addEventListener("abort", resolve, { once: true }));
  }
  await terraform.interrupt();
  return sleep(stopLimitSeconds * 1000, "over" as const, { signal: waiting });
}

function failureOf(terraform: TerraformProcess, exit: CliExit, said: string): TerraformFailure {
  const how = typeof exit === "number" ? `exit code ${exit}` : `ended by ${exit}`;
  if (terraform.hasStarted("plan"))
    return diagnosed(`terraform plan failed (cdktf: ${how})`, terraform.log("plan"));
  if (terraform.hasStarted("init"))
    return diagnosed(`terraform init failed (cdktf: ${how})`, terraform.log("init"));
  return diagnosed(`cdktf plan failed before it started Terraform (${how})`, said, "cdktf");
}
