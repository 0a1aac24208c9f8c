import type { RollbackReport } from "../../../../src/operations/rollback/report";
import { type RollbackRequest, rollback } from "../../../../src/operations/rollback/rollback";
import { rollbackTarget } from "../../../../src/operations/rollback/run";
import { releasable } from "../../../../src/systems/test-app/functions/rollout-settings";
import { environment } from "../../../support/environment";
import { type RollbackFaults, RollbackWorldPort } from "../../../support/fake-ssm/rollback-port";
import type { Simulation } from "../rollout/simulated";

export const target = rollbackTarget(releasable(environment().settings));
export const id = target.environmentId;

type Rollback = RollbackRequest & { readonly kind: "rollback" };

/** A rollback as people start it, with changes. */
export function request(changes: Partial<Rollback> = {}): Rollback {
  return {
    kind: "rollback",
    to: null,
    reason: "1.9 is bad",
    dryRun: false,
    agrees: async () => true,
    pollIntervalMs: 15_000,
    watchTimeoutMs: 4 * 3_600_000,
    ...changes,
  };
}

/** A rollback in a simulated account; its progress is the rollouts'. */
export function rolledBack(
  { world, clock, stop }: Simulation,
  asked: RollbackRequest = request(),
  faults?: RollbackFaults,
): Promise<RollbackReport> {
  return rollback(target, asked, {
    port: new RollbackWorldPort(world, faults),
    clock,
    chance: { fraction: () => 0.5, newRunId: () => "unused" },
    stop: stop.signal,
    onProgress: () => undefined,
  });
}
