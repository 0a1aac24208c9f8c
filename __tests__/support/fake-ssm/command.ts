import type { Command, Invocation } from "../../../src/operations/rollout/aws";
import type { Scheduled } from "./schedule";

export interface FakeCommandProps {
  readonly commandId: string;
  readonly documentName: string;
  readonly documentVersion: string;
  readonly comment: string;
  readonly requestedAt: number;
  /** When lists begin to show it. */
  readonly visibleAt: number;
  readonly maxErrors: number;
  readonly invocations: Scheduled[];
  /** Targets that the parent counts and no list shows. */
  readonly phantomTargets: number;
  /** Whether the parent says 0 targets until it has ended. */
  readonly countsLate: boolean;
}

/** A command, and what it looks like at a moment. */
export class FakeCommand {
  private cancelledAt = Number.POSITIVE_INFINITY;
  private readonly ends: number[];

  constructor(readonly props: FakeCommandProps) {
    this.ends = this.sortedEnds();
  }

  isExecuting(now: number): boolean {
    return now < this.endsAt();
  }

  cancel(now: number): void {
    if (!this.isExecuting(now)) return;
    this.cancelledAt = now;
    for (const invocation of this.props.invocations) {
      if (invocation.endsAt <= now) continue;
      invocation.endsAt = invocation.startsAt > now ? now : now + 500;
      invocation.details = "Cancelled";
      invocation.code = null;
    }
    this.ends.splice(0, this.ends.length, ...this.sortedEnds());
  }

  asListed(now: number): Command {
    const { invocations, phantomTargets, countsLate } = this.props;
    const isOver = !this.isExecuting(now);
    const over = invocations.filter(({ endsAt }) => endsAt <= now);
    const count = (form: RegExp) => over.filter(({ details }) => form.test(details)).length;
    const errors = count(/^(failed|execution ?timed ?out)$/i);
    const deliveryTimedOut = count(/^delivery ?timed ?out$/i);
    const { commandId, documentName, documentVersion, comment, requestedAt } = this.props;
    return {
      commandId,
      documentName,
      documentVersion,
      comment,
      requestedAt,
      ...this.status(now, errors, deliveryTimedOut),
      targetCount: countsLate && !isOver ? 0 : invocations.length + phantomTargets,
      completedCount: over.length,
      errorCount: errors,
      deliveryTimedOutCount: deliveryTimedOut,
    };
  }

  /** One of the invocations, as it is listed. */
  listed(each: Scheduled, now: number): Invocation {
    const isOver = each.endsAt <= now;
    const hasStarted = each.startsAt <= now;
    const details = isOver ? each.details : hasStarted ? "In Progress" : "Pending";
    return {
      instanceId: each.instanceId,
      status: statusOf(details),
      statusDetails: details,
      responseCode: isOver ? each.code : hasStarted ? -1 : null,
      startedAt: hasStarted ? each.startsAt : undefined,
      endedAt: isOver ? each.endsAt : undefined,
      pluginName: undefined,
      output: isOver && each.code !== 0 ? each.output : undefined,
    };
  }

  private status(now: number, errors: number, deliveryTimedOut: number) {
    const isOver = !this.isExecuting(now);
    if (this.cancelledAt <= now) return both(isOver ? "Cancelled" : "Cancelling");
    if (!isOver) return both(now < this.props.requestedAt + 100 ? "Pending" : "InProgress");
    if (errors > this.props.maxErrors) return both("Failed");
    // As Systems Manager does: what it can't deliver doesn't spoil a success.
    return deliveryTimedOut > 0
      ? { status: "TimedOut", statusDetails: "Incomplete" }
      : both("Success");
  }

  private endsAt(): number {
    return this.ends.at(-1) ?? this.props.requestedAt;
  }

  private sortedEnds(): number[] {
    return this.props.invocations.map(({ endsAt }) => endsAt).sort((one, other) => one - other);
  }
}

function both(status: string) {
  return { status, statusDetails: status };
}

/** The status that belongs to a detailed one; of an unknown one, the word itself. */
function statusOf(details: string): string {
  const word = details.replaceAll(" ", "");
  const known: Record<string, string> = {
    DeliveryTimedOut: "TimedOut",
    ExecutionTimedOut: "TimedOut",
    Undeliverable: "Failed",
    Terminated: "Failed",
    InvalidPlatform: "Failed",
    AccessDenied: "Failed",
  };
  return known[word] ?? word;
}
