import { lockHeldExitCode } from "../../../../../src/operations/rollout/account";
import type { Scheduled } from "../../../../support/fake-ssm/schedule";
import type { Simulation } from "../simulated";

/** What really happened on an instance through one rollout's commands. */
export function invocationsOn(
  { world }: Simulation,
  instanceId: string,
  commandIds: readonly string[],
): Scheduled[] {
  return world.commands
    .filter(({ props }) => commandIds.includes(props.commandId))
    .flatMap(({ props }) => props.invocations)
    .filter((each) => each.instanceId === instanceId);
}

export function wasUpdated({ details, code, printed, isSkipped }: Scheduled): boolean {
  const saidSo = /^\S+Z EXIT CODE 0: /m.test(printed);
  return (
    details.replaceAll(" ", "").toLowerCase() === "success" && code === 0 && saidSo && !isSkipped
  );
}

/** Whether the updater ran, or may have: what the lock kept from running did not. */
export function mayHaveRun({ details, code, isSkipped }: Scheduled): boolean {
  if (code === lockHeldExitCode || isSkipped) return false;
  return !/^(undeliverable|terminated|invalidplatform|accessdenied)$/i.test(
    details.replace(/[^a-z]/gi, ""),
  );
}
