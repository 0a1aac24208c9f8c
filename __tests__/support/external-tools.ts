import { describe, test } from "vitest";
import { findTool, missing, type Tool } from "./tools";

export * from "./tools";

/**
 * A suite that runs programs from outside npm. Where one is missing, the suite is skipped, and its
 * title and a line on standard error say what is missing and how to get it; with `CI=true` it fails,
 * so that a pipeline never passes without it.
 */
export function describeWithTools(title: string, tools: readonly Tool[], body: () => void): void {
  const lacking = tools.filter((tool) => findTool(tool) === undefined);
  describeUnless(lacking.length > 0 ? missing(lacking) : undefined, title, body);
}

/**
 * A suite that is skipped for a reason, such as what is missing.
 *
 * @param failsInCi whether that is a failure with `CI=true`
 */
export function describeUnless(
  reason: string | undefined,
  title: string,
  body: () => void,
  failsInCi = true,
): void {
  if (reason === undefined) {
    describe(title, body);
    return;
  }
  if (failsInCi && process.env.CI === "true") {
    describe(title, () => {
      test(reason, () => {
        throw new Error(`${reason}. With CI=true that is a failure.`);
      });
    });
    return;
  }
  console.error(`SKIPPED: ${title}: ${reason}`);
  describe.skip(`${title} (SKIPPED: ${reason})`, body);
}
