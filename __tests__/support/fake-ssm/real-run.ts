import type { VirtualClock } from "./clock";
import type { FakeCommand } from "./command";
import type { Scheduled } from "./schedule";

/** Runs the document on an instance, to its end. */
export type RealRun = (
  instanceId: string,
) => Promise<{ readonly code: number; readonly printed: string }>;

/** An invocation whose turn has not come. */
export function waiting(instanceId: string): Scheduled {
  return {
    instanceId,
    startsAt: Number.POSITIVE_INFINITY,
    endsAt: Number.POSITIVE_INFINITY,
    details: "Pending",
    code: null,
    printed: "",
    isSkipped: false,
  };
}

/** Carries a command out on one instance after the other, and on none after more errors than allowed. */
export async function runOneByOne(
  command: FakeCommand,
  run: RealRun,
  clock: VirtualClock,
): Promise<void> {
  let errors = 0;
  for (const invocation of command.props.invocations) {
    if (errors > command.props.maxErrors) {
      const now = clock.now();
      command.note(invocation, { startsAt: now, endsAt: now, details: "Terminated" });
      continue;
    }
    command.note(invocation, { startsAt: clock.now() });
    const { code, printed } = await run(invocation.instanceId);
    if (code !== 0) errors += 1;
    const details = code === 0 ? "Success" : "Failed";
    command.note(invocation, { endsAt: clock.now(), details, code, printed });
  }
}
