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
  if (lacking.length === 0) {
    describe(title, body);
    return;
  }
  const reason = missing(lacking);
  if (process.env.CI === "true") {
    describe(title, () => {
      test(reason, () => {
        throw new Error(`${reason}. With CI=true that is a failure.`);
      });
    });
    return;
  }
  console.error(`SKIPPED: ${title}: ${reason}`);
  describe.skipIf(lacking.length > 0)(`${title} (SKIPPED: ${reason})`, body);
}
