import type { Cause } from "../../report/causes";

/**
 * Something in the cloud that belongs to a resource of ours and that the code doesn't describe. No apply takes it
 * away, and after one no plan differs because of it.
 */
export interface Addition {
  /** Of the resource of ours that it belongs to. */
  readonly address: string;
  /** Names it, such as `ingress[tcp 22 from 0.0.0.0/0]`. No value that may be a secret. */
  readonly path: string;
  /**
   * What decides what it allows, without what changes by itself; null where the path says all of it. Who accepts an
   * addition accepts this, and nothing that takes its name later.
   */
  readonly content: unknown;
  /** What is there and what it allows, in a short sentence. */
  readonly what: string;
  /** How to take it away: a command that can be pasted, or a step in the console. */
  readonly remedy: string;
}

/** What calls of AWS's API told of additions that no plan shows, or why nobody called. */
export type Looked =
  | {
      readonly called: true;
      readonly additions: readonly Addition[];
      /** A line for each call that was refused or failed: it names the call and the resource. */
      readonly failures: readonly string[];
      /** Of the failures, where one has a known cause. */
      readonly cause: Cause | null;
    }
  | { readonly called: false; readonly because: string };

/**
 * Asks AWS's API for what was added to the resources of a plan that no plan shows. Never throws: what could not be
 * asked is a failure, with its line.
 *
 * @param plan parsed JSON of `terraform show -json`: ids and ARNs are in its `prior_state`
 */
export type LookForAdditions = (
  plan: unknown,
  environment: string,
  signal: AbortSignal,
) => Promise<Looked>;
