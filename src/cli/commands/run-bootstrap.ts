import { prepareAccount } from "../../operations/bootstrap/account";
import { AwsAccount } from "../../operations/bootstrap/aws";
import { BootstrapFailure, exitCodes } from "../../operations/bootstrap/failure";
import { makeFoundation } from "../../operations/bootstrap/foundation";
import { afterCommand } from "../../operations/report/runbook";
import { CheckFailure, Stopped } from "../../operations/terraform/failure";
import type { Region } from "../../systems/configuration/account";
import { loadFoundations } from "../../systems/foundation/foundations";
import { loadEnvironments } from "../../systems/test-app/environments";
import { hearSignals } from "../output/signals";
import { writeProgress, writeToPeople } from "../output/streams";

export interface BootstrapOptions {
  readonly yes?: true;
  readonly lockTimeout: number;
}

const headlines = {
  failed: "ERROR {}: the region isn't ready",
  notAgreed: "NOT APPLIED {}: there is something to apply, and nobody agreed",
  interrupted: "INTERRUPTED {}: the region isn't ready; run it again to go on",
} as const;

/**
 * Makes a region ready, and says what it does and did.
 *
 * @returns the exit code
 * @throws ConfigurationError
 */
export async function runBootstrap(
  region: Region,
  { yes, lockTimeout }: BootstrapOptions,
): Promise<number> {
  loadEnvironments();
  loadFoundations();
  const stop = new AbortController();
  const forget = hearSignals((name) => {
    const again = stop.signal.aborted ? "still ending" : "ending";
    writeProgress(
      `${name}: ${again}; a Terraform that runs gives the lock of the state back first`,
    );
    stop.abort(new Stopped(`It was interrupted (${name})`));
  });
  const port = new AwsAccount(region);
  const done: string[] = [];
  const surroundings = {
    region,
    port,
    lockTimeoutSeconds: lockTimeout,
    signal: stop.signal,
    say: writeProgress,
    changed: (what: string) => {
      done.push(what);
      writeProgress(what);
    },
    agree: (plan: string) => agree(plan, yes === true, stop.signal),
  };
  try {
    await prepareAccount(surroundings);
    await makeFoundation(surroundings);
    process.stdout.write(readyText(region, done));
    return exitCodes.ready;
  } catch (error) {
    const { outcome, reasons, knownCause } = failureOf(error, stop.signal);
    const until = done.length > 0 ? [`Until then: ${done.join(", and ")}`] : [];
    const readOn = afterCommand(outcome === "failed" ? "bootstrap" : outcome, knownCause);
    const lines = [headlines[outcome].replace("{}", region), ...reasons, ...until, readOn];
    writeProgress(lines.join("\n  "));
    return exitCodes[outcome];
  } finally {
    forget();
    port.destroy();
  }
}

async function agree(plan: string, yes: boolean, signal: AbortSignal): Promise<boolean> {
  const text = `${plan.trimEnd()}\n\n`;
  if (!yes && process.stdin.isTTY && process.stderr.isTTY) {
    const { askToApply } = await import("../input/ask-to-apply");
    return askToApply(text, signal);
  }
  await writeToPeople(process.stdout, text);
  if (yes) return true;
  throw new BootstrapFailure("notAgreed", [
    "There is no terminal to ask on: read the plan above, and write --yes to apply it",
  ]);
}

function readyText(region: Region, done: readonly string[]): string {
  const changes = done.length > 0 ? done : ["Nothing to do: all is there, and as the code says"];
  const lines = [`READY ${region}: its environments can be applied`, ...changes];
  return `${lines.join("\n  ")}\n`;
}

function failureOf(error: unknown, signal: AbortSignal): BootstrapFailure {
  if (error instanceof BootstrapFailure) return error;
  if (error instanceof CheckFailure)
    return new BootstrapFailure(
      signal.aborted ? "interrupted" : "failed",
      error.reasons,
      error.knownCause,
    );
  const { name, code, message } = error as NodeJS.ErrnoException;
  // The system's refusal, such as ENOSPC. Another message may quote the plan, which may hold a secret.
  return new BootstrapFailure("failed", [
    code === undefined
      ? `It failed (${name}), which is a defect of testapp: please report it`
      : `It could not go on: ${message}`,
  ]);
}
