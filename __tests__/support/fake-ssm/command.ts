import type { CommandInvocation, GetCommandInvocationResult } from "@aws-sdk/client-ssm";
import type { Command } from "../../../src/operations/rollout/aws";
import { pluginOf, type Step, wholeOutput } from "./agent";
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
  /** What it ends with at once, where Systems Manager refuses it as a whole. */
  readonly refusal: string | undefined;
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
      const isRunning = invocation.startsAt <= now;
      // The agent hears of it seconds later, and then kills the script.
      invocation.endsAt = isRunning ? Math.min(invocation.endsAt, now + killedAfterMs) : now;
      invocation.details = "Cancelled";
      invocation.code = isRunning ? 137 : null;
      invocation.printed = isRunning ? withoutVerdict(invocation.printed) : "";
    }
    this.sortEnds();
  }

  /** Notes what has become of an invocation that wasn't planned. */
  note(invocation: Scheduled, changes: Partial<Scheduled>): void {
    Object.assign(invocation, changes);
    this.sortEnds();
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
  listed(each: Scheduled, now: number): CommandInvocation {
    const isOver = each.endsAt <= now;
    const step = stepOf(each, now);
    const start = each.startsAt <= now ? new Date(each.startsAt) : undefined;
    return {
      CommandId: this.props.commandId,
      InstanceId: each.instanceId,
      Status: step.status as never,
      StatusDetails: step.statusDetails,
      CommandPlugins: [pluginOf(step, [start, isOver ? new Date(each.endsAt) : undefined])],
    };
  }

  output(instanceId: string, now: number): GetCommandInvocationResult {
    const one = this.props.invocations.find((each) => each.instanceId === instanceId);
    return one === undefined || one.endsAt > now ? {} : wholeOutput(stepOf(one, now));
  }

  private status(now: number, errors: number, deliveryTimedOut: number) {
    const isOver = !this.isExecuting(now);
    if (this.cancelledAt <= now) return both(isOver ? "Cancelled" : "Cancelling");
    if (!isOver) return both(now < this.props.requestedAt + 100 ? "Pending" : "InProgress");
    const { refusal, maxErrors } = this.props;
    if (refusal !== undefined) return { status: "Failed", statusDetails: refusal };
    if (errors > maxErrors) return both("Failed");
    // As Systems Manager does: what it can't deliver doesn't spoil a success.
    return deliveryTimedOut > 0
      ? { status: "TimedOut", statusDetails: "Incomplete" }
      : both("Success");
  }

  private endsAt(): number {
    return this.ends.at(-1) ?? this.props.requestedAt;
  }

  private sortEnds(): void {
    this.ends.splice(0, this.ends.length, ...this.sortedEnds());
  }

  private sortedEnds(): number[] {
    return this.props.invocations.map(({ endsAt }) => endsAt).sort((one, other) => one - other);
  }
}

/** How long a killed script goes on after the command was cancelled. */
const killedAfterMs = 3_000;
/** How long before its end a step already shows its code. */
const codeShownMs = 300;

function stepOf(each: Scheduled, now: number): Step {
  const isOver = each.endsAt <= now;
  const hasStarted = each.startsAt <= now;
  const details = isOver ? each.details : hasStarted ? "In Progress" : "Pending";
  const showsCode = each.endsAt - codeShownMs <= now;
  return {
    status: statusOf(details),
    statusDetails: details,
    code: hasStarted || isOver ? (showsCode ? each.code : -1) : null,
    printed: each.printed,
    isSkipped: isOver && each.isSkipped,
  };
}

/** What was printed before the script was killed. */
function withoutVerdict(printed: string): string {
  return printed.replace(/^\S+ EXIT CODE .*\n/gm, "");
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
