import { firstCause } from "../report/causes";
import { explained } from "../terraform/diagnosis";
import { CheckFailure, stopReason, throwIfStopped } from "../terraform/failure";
import { keepErroredState, pushKeptState } from "../terraform/kept-state";
import { terraformApply } from "../terraform/terraform-apply";
import { endText } from "../terraform/terraform-end";
import type { PlanFolder } from "../terraform/workspace";
import { wasOvertaken } from "./overtaken";
import type { Surroundings } from "./surroundings";

/**
 * Applies the saved plan of a stack, and nothing else.
 *
 * @returns `overtaken` when somebody else was faster, and nothing was applied
 * @throws CheckFailure when it wasn't applied to the end; it says why
 */
export async function applyPlan(
  id: string,
  folder: PlanFolder,
  { lockTimeoutSeconds, signal, say }: Surroundings,
): Promise<"applied" | "overtaken"> {
  throwIfStopped(signal);
  const { exit, log, troubles } = await terraformApply(folder, {
    lockTimeoutSeconds,
    signal,
    onEvent: ({ kind, address }) => {
      if (kind !== "planned") say(`  ${kind} ${address}`);
    },
  });
  if (exit === 0) return "applied";
  if (wasOvertaken(log)) return "overtaken";

  const stopped = signal.aborted ? [`${stopReason(signal)}; Terraform has ended`] : [];
  const state = keepErroredState(id, folder);
  const { reasons, cause } = explained(`terraform apply failed (${endText(exit)})`, log);
  throw new CheckFailure(
    [...stopped, ...reasons, ...troubles, ...(state === null ? [] : [pushKeptState(state)])],
    firstCause(cause, state === null ? null : "state-not-saved"),
  );
}
