/** Calls by their names in AWS's APIs. */
export type CallCounts = Readonly<Record<string, number>>;

/** What a simulated rollout says of itself; simulated times in milliseconds after the send. */
export interface RolloutFigures {
  readonly calls: CallCounts;
  /** Instances. */
  readonly updated: number;
  /** When instances ended, each time once and in order. */
  readonly ends: readonly number[];
  readonly reportedAt: number;
  /** What one call takes in the simulation. */
  readonly callMilliseconds: number;
  /** Of the rollout alone, with its simulated world and without the process's start. */
  readonly wallMilliseconds: number;
}

/** The most that a page of Systems Manager's lists may hold (`MaxResults` of each). */
const pageSize = 50;

/**
 * The fewest calls of a rollout without mishaps that lists all invocations whenever there is news. Derived
 * from what happens on the instances, not from the rollout's code, so that a change there shows:
 *
 * - before the send, the group, its instance refreshes and its targets, each instance's agent, the document, and
 *   whether another rollout runs;
 * - after it, whether another one was sent at the same moment, and polls, which are one call each;
 * - all invocations, once at the beginning and in each poll by which more have ended;
 * - at the end, commands of this rollout that it doesn't know of, and the group again.
 *
 * https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_ListCommandInvocations.html
 */
export function neededCalls(figures: RolloutFigures, instances: number): CallCounts {
  const pages = Math.ceil(instances / pageSize);
  const { polls, listings } = neededPolls(figures, pages);
  return {
    DescribeAutoScalingGroups: 2,
    DescribeInstanceRefreshes: 1,
    DescribeTargetHealth: 1,
    DescribeInstanceInformation: pages,
    DescribeDocument: 1,
    SendCommand: 1,
    ListCommands: polls + 3,
    ListCommandInvocations: listings * pages,
  };
}

/**
 * How soon after the last instance's end the report should come, in milliseconds: one pause between two
 * polls, and the calls that tell of the end, one after the other because each page names the next.
 */
export function promptReporting(
  { ends, callMilliseconds }: RolloutFigures,
  instances: number,
): number {
  // A poll, the commands of this rollout, the group; and all invocations.
  const calls = 3 + Math.ceil(instances / pageSize);
  return pauseAfter(ends.at(-1) ?? 0) + calls * callMilliseconds;
}

/** Polls until all instances have ended, with the time that the calls take between the pauses. */
function neededPolls({ ends, callMilliseconds }: RolloutFigures, pages: number) {
  let [polls, listings, endedBefore] = [0, 0, -1];
  for (let now = 0; endedBefore < ends.length; now += pauseAfter(now)) {
    const ended = ends.filter((end) => end <= now).length;
    const hasMoved = ended > endedBefore;
    polls += 1;
    listings += hasMoved ? 1 : 0;
    now += callMilliseconds * (hasMoved ? 1 + pages : 1);
    endedBefore = ended;
  }
  return { polls, listings };
}

/** From one poll to the next: 2 s at first, then a twentieth of what has passed, and 15 s at most. */
function pauseAfter(elapsed: number): number {
  return Math.min(15_000, Math.max(2_000, elapsed / 20));
}

export function total(calls: CallCounts): number {
  return Object.values(calls).reduce((sum, count) => sum + count, 0);
}
