import { lockHeldExitCode } from "../../../src/operations/rollout/account";
import { verdict } from "./agent";
import type { FakeCode } from "./code";
import type { FakeCommand } from "./command";
import type { Scheduled } from "./schedule";
import type { World } from "./world";

/** From an instance's turn until it is out of service, and from there until it is in service again. */
const drainMs = 20_000;
const updateMs = 40_000;

/** Other exit codes of src/systems/test-app/scripts/run-updater/run-updater.sh. */
const notHealthy = 215;
const tooFew = 219;
const held = 220;

export interface Turns {
  /** So many instances at a time. */
  readonly maxConcurrency: number;
  /** So many others must serve while an instance is out. */
  readonly leastInService: number;
}

/**
 * Carries a command out as the document does: what happens on an instance is decided when its turn has come, and not
 * before. An updater that runs goes on when its command is cancelled.
 */
export function runInTurns(world: World, code: FakeCode, command: FakeCommand, turns: Turns): void {
  const { clock } = world;
  const { maxErrors } = command.props;
  const waiting = [...command.props.invocations];
  let running = 0;
  let errors = 0;

  const after = (milliseconds: number, act: () => void) =>
    clock.at(clock.elapsed() + milliseconds, act);
  const isOver = ({ endsAt }: Scheduled) => endsAt <= clock.now();

  function goOn(): void {
    while (running < turns.maxConcurrency || errors > maxErrors) {
      const invocation = waiting.shift();
      if (invocation === undefined) return;
      if (isOver(invocation)) continue;
      const now = clock.now();
      if (errors > maxErrors)
        command.note(invocation, { startsAt: now, endsAt: now, details: "Terminated" });
      else if (!world.isPresent(invocation.instanceId))
        command.note(invocation, { startsAt: now, endsAt: now, details: "Undeliverable" });
      else takeTurn(invocation);
    }
  }

  function takeTurn(invocation: Scheduled): void {
    const { instanceId } = invocation;
    running += 1;
    command.note(invocation, { startsAt: clock.now() });
    const refusal = whyNot(instanceId);
    if (refusal !== undefined) {
      after(100, () => end(invocation, refusal));
      return;
    }
    world.takeOut(instanceId, "update");
    after(drainMs, () => {
      if (invocation.details === "Cancelled" || !world.mayUpdate()) {
        code.out.delete(instanceId);
        end(invocation, held);
        return;
      }
      code.updated(instanceId);
      after(code.on(instanceId).updateMs ?? updateMs, () => {
        code.out.delete(instanceId);
        end(invocation, code.on(instanceId).works ? 0 : notHealthy);
      });
    });
  }

  function whyNot(instanceId: string): number | undefined {
    if (code.out.has(instanceId)) return lockHeldExitCode;
    if (!world.mayUpdate()) return held;
    const others = world.healthy().filter((id) => id !== instanceId);
    return others.length < turns.leastInService ? tooFew : undefined;
  }

  function end(invocation: Scheduled, exitCode: number): void {
    running -= 1;
    if (invocation.details !== "Cancelled") note(invocation, exitCode);
    goOn();
  }

  function note(invocation: Scheduled, exitCode: number): void {
    const endsAt = clock.now();
    if (exitCode !== 0) errors += 1;
    const isThere = world.isPresent(invocation.instanceId);
    const details = exitCode === 0 ? "Success" : "Failed";
    command.note(
      invocation,
      isThere
        ? { endsAt, details, code: exitCode, printed: verdict(exitCode) }
        : { endsAt, details: "Delivery Timed Out" },
    );
  }

  goOn();
}
