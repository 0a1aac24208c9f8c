import { causeOf } from "../report/causes";
import { reasonsOf } from "../terraform/failure";
import { type ReviewReport, schemaVersion } from "./report";
import { type ReviewRequest, review } from "./review";
import { bothSynthesized } from "./synthesized";

/**
 * Reviews what the working tree changes against a revision of git. It never throws.
 *
 * @param stop breaks it off; that is an error, too
 */
export async function runReview(
  base: string,
  costOf: ReviewRequest["costOf"],
  stop: AbortSignal,
): Promise<ReviewReport> {
  try {
    return review({ base, ...(await bothSynthesized(base, stop)), costOf });
  } catch (error) {
    return {
      schemaVersion,
      base,
      outcome: "ERROR",
      reasons: [...reasonsOf(error, "The review")],
      cause: causeOf(error),
      environments: [],
      dangers: [],
      leftOut: [],
      groups: [],
      notes: [],
    };
  }
}
