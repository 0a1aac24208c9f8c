import type { Cause } from "../report/causes";

/** What every call observes; it ends with a CallFailure at the latest when the time is over. */
export interface Call {
  /** Reads end at once with it; a send has a few seconds more, because its answer names the command. */
  readonly signal: AbortSignal;
  readonly timeoutMs: number;
}

export interface PageCall extends Call {
  readonly nextToken: string | undefined;
}

export interface Page<Item> {
  readonly items: readonly Item[];
  readonly nextToken: string | undefined;
}

/** What a failed call means for what comes next. */
export type FailureKind =
  /** The request was not carried out, and may be sent again later. */
  | "throttled"
  /** No usable answer: the request may have been carried out. */
  | "unavailable"
  /** The credentials may not, or are no longer valid. */
  | "denied"
  /** What was asked for isn't there, or isn't visible yet. */
  | "not found"
  /** The request is wrong, and would be again. */
  | "invalid";

/** A call that failed; the message names the call, the service's own words, and a remedy where there is one. */
export class CallFailure extends Error {
  override readonly name = "CallFailure";

  /** @param options `cause` is the error of the SDK */
  constructor(
    readonly kind: FailureKind,
    message: string,
    readonly knownCause: Cause | null = null,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
