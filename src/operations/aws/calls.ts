import type { Cause } from "../report/causes";
import { type Call, CallFailure, type Page, type PageCall } from "./call";
import {
  type Chance,
  type Clock,
  type StopReason,
  stopReasons,
  systemChance,
  systemClock,
} from "./clock";

/** Upper bound on one request. */
export const requestTimeoutMs = 30_000;

/** Of one list: a hundred thousand items of fifty a page. */
const mostPages = 2_000;

const firstBackOffMs = 200;
const longestBackOffMs = 10_000;

/** What calls need of the world around them. */
export interface CallSurroundings {
  readonly clock: Clock;
  readonly chance: Chance;
  /**
   * Ends whoever waits. Its reason says who wants it: a `StopReason`; anything else counts as `interrupt`.
   */
  readonly stop: AbortSignal;
  /** Hears of each repetition; must not throw. */
  readonly onProgress: (note: { readonly kind: "note"; readonly text: string }) => void;
}

const endings = {
  interrupt: "it was interrupted",
  deadline: "the time of the function is over",
  "time limit": "the time limit of the watch is over",
} as const;

/** Watching ends on purpose: somebody wants it, or its time is over. */
export class WatchEnded extends Error {
  override readonly name = "WatchEnded";
  readonly knownCause: Cause | null;

  constructor(readonly why: keyof typeof endings) {
    super(endings[why]);
    this.knownCause = why === "interrupt" ? "interrupted" : null;
  }
}

/**
 * Calls that are repeated while they are throttled or not answered, and that end with whoever waits for
 * them. Every repetition comes after a back-off with full jitter.
 * https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/
 */
export class Calls {
  /**
   * @param patienceMs for how long one call is repeated
   * @param deadline when all of them end, in milliseconds since 1970
   * @param leastAttempts how often one is tried even though its patience is over: one alone may have taken it all
   */
  constructor(
    private readonly surroundings: CallSurroundings,
    private readonly patienceMs: number,
    private readonly deadline = Number.POSITIVE_INFINITY,
    private readonly leastAttempts = 1,
  ) {}

  /**
   * @throws WatchEnded
   * @throws CallFailure when it was refused, or was still not answered when the patience was over
   */
  async read<Answer>(call: (options: Call) => Promise<Answer>): Promise<Answer> {
    const { clock, onProgress } = this.surroundings;
    const start = clock.now();
    for (let attempt = 0; ; attempt += 1) {
      try {
        return await this.once(call);
      } catch (error) {
        // A request that ended because nobody waits any more has not failed.
        this.check();
        const isTried = attempt + 1 >= this.leastAttempts;
        const isOver = isTried && clock.now() - start >= this.patienceMs;
        if (isOver || !isPassing(error)) throw error;
        onProgress({ kind: "note", text: `${error.message}: asking again` });
        await this.backOff(attempt);
      }
    }
  }

  /** All items of all pages, some of which may be empty or repeat each other. */
  async readAll<Item>(
    read: (page: PageCall) => Promise<Page<Item>>,
    take: (item: Item) => void,
  ): Promise<void> {
    let nextToken: string | undefined;
    const seen = new Set<string>();
    do {
      const token: string | undefined = nextToken;
      const page = await this.read((call) => read({ ...call, nextToken: token }));
      for (const item of page.items) take(item);
      nextToken = page.nextToken;
      if (nextToken === undefined) return;
      if (seen.has(nextToken) || seen.size >= mostPages)
        throw new CallFailure("unavailable", `a list doesn't end after ${seen.size + 1} pages`);
      seen.add(nextToken);
    } while (nextToken !== undefined);
  }

  /** The same with another patience. */
  withPatience(patienceMs: number): Calls {
    return new Calls(this.surroundings, patienceMs, this.deadline, this.leastAttempts);
  }

  private async once<Answer>(call: (options: Call) => Promise<Answer>): Promise<Answer> {
    this.check();
    const { clock, stop } = this.surroundings;
    const timeoutMs = Math.min(requestTimeoutMs, this.deadline - clock.now());
    return call({ signal: stop, timeoutMs });
  }

  async backOff(attempt: number): Promise<void> {
    const longest = Math.min(longestBackOffMs, firstBackOffMs * 2 ** attempt);
    await this.pause(this.surroundings.chance.fraction() * longest);
  }

  async pause(milliseconds: number): Promise<void> {
    this.check();
    const { clock, stop } = this.surroundings;
    await clock.sleep(Math.min(milliseconds, this.deadline - clock.now()), stop);
    this.check();
  }

  /** @throws WatchEnded when it is time */
  check(): void {
    const { clock, stop } = this.surroundings;
    if (stop.aborted) throw new WatchEnded(reasonOf(stop));
    if (clock.now() >= this.deadline) throw new WatchEnded("time limit");
  }
}

/** How long calls are repeated that somebody waits for who sees nothing of it. */
const quietPatienceMs = 5_000;
/** As many as the SDK's own default, so that a request that is never answered is sent again, too. */
const quietAttempts = 3;

/** Calls of which each is tried for some seconds and three times at the least, and nothing is told. */
export function quietCalls(stop: AbortSignal): Calls {
  const onProgress = () => undefined;
  const surroundings = { clock: systemClock, chance: systemChance, stop, onProgress };
  return new Calls(surroundings, quietPatienceMs, Number.POSITIVE_INFINITY, quietAttempts);
}

/** Why something couldn't be seen or done to its end, for people. */
export function failureText(error: unknown): string {
  if (error instanceof WatchEnded || error instanceof CallFailure) return error.message;
  return `${error} (a defect of testapp: please report it)`;
}

function isPassing(error: unknown): error is CallFailure {
  return (
    error instanceof CallFailure && (error.kind === "throttled" || error.kind === "unavailable")
  );
}

function reasonOf(stop: AbortSignal): StopReason {
  return stopReasons.find((reason) => reason === stop.reason) ?? "interrupt";
}
